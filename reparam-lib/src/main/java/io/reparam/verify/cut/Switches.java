package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Numbers for which a model does something else, such as a sample rate of 16000 that chooses a branch. Random numbers would never
 * meet them, and what only they reach would not be compared.
 */
public final class Switches {
    private static final Set<String> PASSES =
            Set.of("Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Not");
    private static final Set<String> ORDERS = Set.of("Greater", "GreaterOrEqual", "Less", "LessOrEqual");

    private static final int TEXTS = 200;

    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, Long> constants = new HashMap<>();
    private final Set<String> texts = new LinkedHashSet<>();

    private final Map<String, FunctionProto> functions = new HashMap<>();

    private Switches(ModelProto model) {
        model.getFunctionsList().forEach(each -> functions.put(each.getDomain() + '.' + each.getName(), each));
        collect(model.getGraph());
    }

    /** @throws IOException if the model cannot be read */
    public static Switches of(OnnxSource source) throws IOException {
        return new Switches(source.read());
    }

    /** What an input is compared with, and its neighbours where the order counts; both values where it is a condition itself. */
    public List<Long> of(String input) {
        Set<String> same = new HashSet<>(Set.of(input));
        List<Long> values = new ArrayList<>();
        for (NodeProto node : nodes) {
            List<String> read = node.getInputList();
            if (read.stream().noneMatch(same::contains)) {
                continue;
            }
            if (PASSES.contains(node.getOpType()) && same.contains(read.get(0))) {
                same.addAll(node.getOutputList());
            } else if (node.getOpType().equals("If")) {
                values.addAll(List.of(0L, 1L));
            } else if (node.getOpType().equals("Equal")) {
                read.stream().filter(constants::containsKey).map(constants::get).forEach(values::add);
            } else if (ORDERS.contains(node.getOpType())) {
                read.stream()
                        .filter(constants::containsKey)
                        .map(constants::get)
                        .flatMap(value ->
                                LongStream.of(value - 1, value, value + 1).boxed())
                        .forEach(values::add);
            }
        }
        return values.stream().distinct().toList();
    }

    /** Some of the strings that constants and lists of attributes hold: words that are compared, keys of tables. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    private void texts(List<ByteString> known) {
        known.stream()
                .limit(Math.max(0, TEXTS - texts.size()))
                .map(ByteString::toStringUtf8)
                .forEach(texts::add);
    }

    private void collect(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> constant(tensor.getName(), tensor));
        graph.getInitializerList().forEach(tensor -> texts(tensor.getStringDataList()));
        collect(graph.getNodeList());
    }

    private void collect(List<NodeProto> sorted) {
        for (NodeProto node : sorted) {
            FunctionProto function = functions.get(node.getDomain() + '.' + node.getOpType());
            if (function != null) {
                call(node, function);
                continue;
            }
            nodes.add(node);
            for (AttributeProto attribute : node.getAttributeList()) {
                texts(attribute.getStringsList());
                texts(attribute.getT().getStringDataList());
                if (node.getOpType().equals("Constant") && attribute.hasT()) {
                    constant(node.getOutput(0), attribute.getT());
                }
                if (attribute.hasG()) {
                    collect(attribute.getG());
                }
            }
        }
    }

    /** What is passed has two names; what other calls pass is taken for passed here, too, which asks for more than is needed. */
    private void call(NodeProto node, FunctionProto function) {
        for (int i = 0; i < Math.min(node.getInputCount(), function.getInputCount()); i++) {
            same(node.getInput(i), function.getInput(i));
        }
        functions.values().remove(function); // no function calls itself, not by way of others either
        collect(function.getNodeList());
        functions.put(function.getDomain() + '.' + function.getName(), function);
        for (int i = 0; i < Math.min(node.getOutputCount(), function.getOutputCount()); i++) {
            same(function.getOutput(i), node.getOutput(i));
        }
    }

    private void same(String from, String to) {
        nodes.add(NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(from)
                .addOutput(to)
                .build());
        Long constant = constants.get(from);
        if (constant != null) {
            constants.put(to, constant);
        }
    }

    private void constant(String name, TensorProto tensor) {
        if (tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b) != 1) {
            return;
        }
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int type = tensor.getDataType();
        if (type == TensorProto.DataType.INT64_VALUE && raw.remaining() == Long.BYTES) {
            constants.put(name, raw.getLong());
        } else if (type == TensorProto.DataType.INT32_VALUE && raw.remaining() == Integer.BYTES) {
            constants.put(name, (long) raw.getInt());
        } else if (type == TensorProto.DataType.FLOAT_VALUE && raw.remaining() == Float.BYTES) {
            constants.put(name, (long) raw.getFloat());
        } else if (tensor.getInt64DataCount() == 1) {
            constants.put(name, tensor.getInt64Data(0));
        } else if (tensor.getInt32DataCount() == 1) {
            constants.put(name, (long) tensor.getInt32Data(0));
        } else if (tensor.getFloatDataCount() == 1) {
            constants.put(name, (long) tensor.getFloatData(0));
        }
    }
}
