package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How large feature maps are behind poolings and convolutions, as far as these follow each other. A window larger than its padded
 * map leaves no place; ONNX Runtime runs that, and some operators after it read memory that is not theirs.
 */
public final class MapSizes {
    private static final Set<String> WINDOWS = Set.of("Conv", "MaxPool", "AveragePool", "LpPool");
    /** Of the size of their first input, unless that is broadcast. */
    private static final Set<String> KEEP = Set.of(
            "Abs",
            "BatchNormalization",
            "Cast",
            "Clip",
            "Dropout",
            "Elu",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "InstanceNormalization",
            "LRN",
            "LeakyRelu",
            "Mish",
            "Neg",
            "PRelu",
            "Relu",
            "Selu",
            "Sigmoid",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Tanh");

    private final ModelProto model;
    private final Map<String, List<Long>> weights = new HashMap<>();
    private final Map<String, FunctionProto> functions = new HashMap<>();

    private MapSizes(ModelProto model) {
        this.model = model;
        collect(model.getGraph());
        model.getFunctionsList().forEach(each -> functions.put(each.getDomain() + '.' + each.getName(), each));
    }

    /** Weights of bodies, too; a name that is used twice may have the other's form. */
    private void collect(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> weights.put(tensor.getName(), tensor.getDimsList()));
        for (NodeProto node : graph.getNodeList()) {
            node.getAttributeList().stream().filter(AttributeProto::hasG).forEach(a -> collect(a.getG()));
        }
    }

    /** @throws IOException if the model cannot be read */
    public static MapSizes of(OnnxSource source) throws IOException {
        return new MapSizes(source.read());
    }

    /** @param shapes of the model's inputs */
    public boolean areLeft(Map<String, long[]> shapes) {
        Map<String, long[]> known = new HashMap<>(shapes);
        return model.getGraph().getNodeList().stream().allMatch(node -> isLeft(node, known));
    }

    private boolean isLeft(NodeProto node, Map<String, long[]> known) {
        for (AttributeProto attribute : node.getAttributeList()) {
            Map<String, long[]> inside = new HashMap<>(known);
            if (!attribute.getG().getNodeList().stream().allMatch(each -> isLeft(each, inside))) {
                return false;
            }
        }
        FunctionProto function = functions.get(node.getDomain() + '.' + node.getOpType());
        if (function != null) {
            Map<String, long[]> inside = new HashMap<>();
            pass(node.getInputList(), function.getInputList(), known, inside);
            boolean left = function.getNodeList().stream().allMatch(each -> isLeft(each, inside));
            pass(function.getOutputList(), node.getOutputList(), inside, known);
            return left;
        }
        long[] shape = node.getInputCount() == 0 ? null : known.get(node.getInput(0));
        if (shape == null || node.getOutputCount() == 0 || !node.getDomain().isEmpty()) {
            return true;
        }
        if (KEEP.contains(node.getOpType())) {
            known.put(node.getOutput(0), shape);
        } else if (WINDOWS.contains(node.getOpType())) {
            long[] after = after(node, shape);
            known.put(node.getOutput(0), after);
            for (int i = 2; i < after.length; i++) {
                if (after[i] < 1) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void pass(List<String> from, List<String> to, Map<String, long[]> sizes, Map<String, long[]> into) {
        for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
            if (sizes.containsKey(from.get(i))) {
                into.put(to.get(i), sizes.get(from.get(i)));
            }
        }
    }

    private long[] after(NodeProto node, long... shape) {
        long[] after = shape.clone();
        List<Long> kernel = ints(node, "kernel_shape");
        if (kernel.isEmpty() && node.getInputCount() > 1) {
            List<Long> weight = weights.getOrDefault(node.getInput(1), List.of());
            kernel = weight.subList(Math.min(2, weight.size()), weight.size());
        }
        boolean same = node.getAttributeList().stream()
                .anyMatch(a -> a.getName().equals("auto_pad")
                        && a.getS().toStringUtf8().startsWith("SAME"));
        int axes = shape.length - 2;
        for (int i = 0; i < axes && kernel.size() == axes; i++) {
            long stride = at(node, "strides", i, 1);
            long taps = (kernel.get(i) - 1) * at(node, "dilations", i, 1) + 1;
            long padded = shape[i + 2] + at(node, "pads", i, 0) + at(node, "pads", axes + i, 0);
            after[i + 2] = same ? (shape[i + 2] + stride - 1) / stride : Math.floorDiv(padded - taps, stride) + 1;
        }
        return after;
    }

    private static long at(NodeProto node, String attribute, int index, long other) {
        List<Long> values = ints(node, attribute);
        return index < values.size() ? values.get(index) : other;
    }

    private static List<Long> ints(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .map(AttributeProto::getIntsList)
                .findFirst()
                .orElse(List.of());
    }
}
