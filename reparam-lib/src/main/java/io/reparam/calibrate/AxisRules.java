package io.reparam.calibrate;

import io.reparam.calibrate.AxisRole.Meaning;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What operators do to the meaning of axes. An axis over which is summed is gone, and with it the places in the image: a mean, a
 * largest value, a product with a matrix of weights, a kernel that covers the whole map. Everything else keeps them.
 */
final class AxisRules {
    private static final Set<String> ELEMENTWISE = Set.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Pow",
            "Max",
            "Min",
            "Sum",
            "Mean",
            "Mod",
            "Where",
            "PRelu",
            "Equal",
            "Greater",
            "Less",
            "GreaterOrEqual",
            "LessOrEqual",
            "And",
            "Or",
            "Xor");

    /** Of these the first input alone has axes. */
    private static final Set<String> KEEPS = Set.of(
            "Relu",
            "LeakyRelu",
            "Elu",
            "Selu",
            "Celu",
            "ThresholdedRelu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Swish",
            "Mish",
            "Gelu",
            "FastGelu",
            "QuickGelu",
            "Softplus",
            "Softsign",
            "Tanh",
            "Exp",
            "Log",
            "Sqrt",
            "Abs",
            "Neg",
            "Reciprocal",
            "Floor",
            "Ceil",
            "Round",
            "Sign",
            "Erf",
            "Sin",
            "Cos",
            "Not",
            "Clip",
            "Identity",
            "Cast",
            "CastLike",
            "Dropout",
            "BatchNormalization",
            "LayerNormalization",
            "InstanceNormalization",
            "GroupNormalization",
            "RMSNormalization",
            "LpNormalization",
            "MeanVarianceNormalization",
            "LRN",
            "Softmax",
            "LogSoftmax",
            "Hardmax",
            "CumSum",
            "QuantizeLinear",
            "DequantizeLinear",
            "Trilu",
            "Slice",
            "Split",
            "Pad",
            "TopK");

    private static final Set<String> WINDOWS = Set.of("Conv", "ConvTranspose", "MaxPool", "AveragePool", "LpPool");

    /** What these make of one number for all, such as the first state of a recurrence, is one number for all again. */
    private static final Set<String> COPYING = Set.of(
            "Expand",
            "Identity",
            "Cast",
            "Transpose",
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "Split",
            "Slice",
            "MatMul",
            "Gemm",
            "LSTM",
            "GRU",
            "RNN",
            "Sigmoid",
            "Tanh",
            "Relu");

    private final Function<String, Optional<List<Long>>> integers;

    /** @param integers the numbers of a constant; empty if it is not one */
    AxisRules(Function<String, Optional<List<Long>>> integers) {
        this.integers = integers;
    }

    /**
     * The axes of a node's output.
     *
     * @param inputs of the node, in order; an input that is left out has no axes
     * @param shape of the output
     * @return empty if nothing can be said
     */
    Optional<List<AxisRole>> of(Node node, List<AxisRoles> inputs, List<Long> shape) {
        String type = node.opType();
        AxisRoles first = inputs.get(0);
        if (ELEMENTWISE.contains(type)) {
            return Optional.of(AxisRoles.broadcast(inputs));
        }
        if (KEEPS.contains(type)) {
            return Optional.of(first.axes());
        }
        if (WINDOWS.contains(type)) {
            return Optional.of(window(node, first, inputs, shape));
        }
        if (type.startsWith("Global")) {
            List<AxisRole> axes = new ArrayList<>(first.axes());
            Collections.fill(axes.subList(2, axes.size()), AxisRole.ONE);
            return Optional.of(axes);
        }
        if (type.startsWith("Reduce") || type.startsWith("Arg")) {
            return Optional.of(reduced(node, first));
        }
        return switch (type) {
            case "MatMul" -> Optional.of(ProductAxes.product(first, inputs.get(1)));
            case "Gemm" -> Optional.of(ProductAxes.gemm(node, first, inputs.get(1)));
            case "Einsum" -> ProductAxes.einsum(node.attributes().getText("equation", ""), inputs);
            case "Transpose" -> Optional.of(transposed(node, first));
            case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> first.reshaped(shape);
            case "Expand", "Tile", "Resize", "Upsample" -> Optional.of(repeated(first, shape));
            case "Concat" -> Optional.of(AxisRoles.broadcast(inputs));
            case "Gather" -> gathered(node, first, inputs.get(1));
            case "DepthToSpace", "SpaceToDepth" -> Optional.of(first.axes());
            case "LSTM", "GRU", "RNN" -> Optional.of(ProductAxes.recurrent(node, inputs, shape));
            default -> Optional.empty();
        };
    }

    /** As above, of a value that is the same for every image. */
    List<AxisRole> ofFixed(Node node, List<AxisRoles> inputs, List<Long> shape) {
        if (node.is("ConstantOfShape")) {
            return shape.stream().map(size -> AxisRole.of(Meaning.COPY, size)).toList();
        }
        boolean copies = COPYING.contains(node.opType()) || ELEMENTWISE.contains(node.opType());
        return (copies ? of(node, inputs, shape) : Optional.<List<AxisRole>>empty())
                .filter(axes -> axes.size() == shape.size())
                .orElse(AxisRoles.fixed(shape).axes());
    }

    private List<AxisRole> window(Node node, AxisRoles input, List<AxisRoles> inputs, List<Long> shape) {
        List<AxisRole> axes = new ArrayList<>(input.axes());
        boolean convolution = node.opType().startsWith("Conv");
        if (convolution && node.attributes().getInt("group", 1) == 1) {
            axes.set(1, AxisRole.of(Meaning.FREE, shape.get(1)));
        }
        int spatial = axes.size() - 2;
        for (int i = 0; i < spatial; i++) {
            AxisRole in = axes.get(2 + i);
            int at = i;
            long kernel = node.attributes()
                    .getInts("kernel_shape")
                    .map(sizes -> sizes.get(at))
                    .orElseGet(() -> inputs.get(1).axes().get(2 + at).size());
            long dilation =
                    node.attributes().getInts("dilations").map(d -> d.get(at)).orElse(1L);
            long before =
                    node.attributes().getInts("pads").map(pads -> pads.get(at)).orElse(0L);
            boolean padded = node.attributes().getText("auto_pad", "NOTSET").startsWith("SAME");
            boolean covers = shape.get(2 + i) == 1 && !padded && before + in.size() <= (kernel - 1) * dilation + 1;
            axes.set(2 + i, covers ? AxisRole.ONE : in);
        }
        return axes;
    }

    private List<AxisRole> reduced(Node node, AxisRoles input) {
        boolean arg = node.opType().startsWith("Arg");
        Optional<List<Long>> given = arg
                ? Optional.of(List.of(node.attributes().getInt("axis", 0)))
                : node.attributes()
                        .getInts("axes")
                        .or(() -> node.hasInput(1) ? integers.apply(node.input(1)) : Optional.empty());
        boolean none = given.isEmpty() && node.attributes().getInt("noop_with_empty_axes", 0) != 0;
        boolean keep = node.attributes().getInt("keepdims", 1) != 0;
        List<AxisRole> axes = new ArrayList<>();
        for (int i = 0; i < input.rank(); i++) {
            long axis = i;
            boolean gone = !none
                    && given.map(list -> list.contains(axis) || list.contains(axis - input.rank()))
                            .orElse(true);
            if (!gone) {
                axes.add(input.axes().get(i));
            } else if (keep) {
                axes.add(AxisRole.ONE);
            }
        }
        return axes;
    }

    private static List<AxisRole> transposed(Node node, AxisRoles input) {
        List<AxisRole> axes = new ArrayList<>(input.axes());
        Optional<List<Long>> order = node.attributes().getInts("perm");
        if (order.isEmpty()) {
            Collections.reverse(axes);
            return axes;
        }
        return order.get().stream().map(i -> input.axes().get(i.intValue())).toList();
    }

    private static List<AxisRole> repeated(AxisRoles input, List<Long> shape) {
        List<AxisRole> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            AxisRole axis = input.alignedTo(shape.size(), i);
            long size = shape.get(i);
            boolean copies = axis.is(Meaning.COPY) || (axis.size() == 1 && size > 1 && !axis.is(Meaning.IMAGE));
            axes.add(
                    size == axis.size()
                            ? axis
                            : AxisRole.of(
                                    copies ? Meaning.COPY : axis.is(Meaning.IMAGE) ? Meaning.MIXED : axis.meaning(),
                                    size));
        }
        return axes;
    }

    private static Optional<List<AxisRole>> gathered(Node node, AxisRoles data, AxisRoles indices) {
        if (indices.varies() || data.rank() == 0) {
            return Optional.empty();
        }
        int axis = (int) node.attributes().getInt("axis", 0);
        axis = axis < 0 ? axis + data.rank() : axis;
        List<AxisRole> axes = new ArrayList<>(data.axes());
        AxisRole chosen = axes.remove(axis);
        for (AxisRole index : indices.axes()) {
            axes.add(axis++, AxisRole.of(chosen.meaning(), index.size()));
        }
        return Optional.of(axes);
    }
}
