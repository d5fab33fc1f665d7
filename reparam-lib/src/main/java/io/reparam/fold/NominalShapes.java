package io.reparam.fold;

import io.reparam.graph.Attribute;
import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Shapes for an input of nominal size, as far as the common operators tell: to compare two forms of one net, not to run it. A
 * free first dimension is 1, any other one 224. One walk over the graph.
 */
public final class NominalShapes {
    private static final long SIDE = 224; // what classifiers are mostly timed with
    private static final Set<String> WIDEST = Set.of("Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Sum");
    private static final Set<String> LIKE_INPUT = Set.of(
            "BatchNormalization",
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Elu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Gelu",
            "Tanh",
            "Erf",
            "Sqrt",
            "Exp",
            "Clip",
            "Identity",
            "Dropout",
            "Softmax",
            "Cast",
            "LRN",
            "InstanceNormalization",
            "GroupNormalization",
            "LayerNormalization");

    private final Map<String, long[]> known = new HashMap<>();
    private final Map<String, Tensor> constants = new HashMap<>();
    private final long batch;
    private final long side;

    NominalShapes(Graph graph) {
        this(graph, 1, SIDE);
    }

    /**
     * For an input of another size.
     *
     * @param batch a free first dimension
     * @param side any other free dimension
     */
    public NominalShapes(Graph graph, long batch, long side) {
        this.batch = batch;
        this.side = side;
        graph.inputs().forEach(this::declare);
        graph.initializers().values().forEach(tensor -> define(tensor.name(), tensor));
        for (Node node : graph.nodes()) {
            if (node.attributes().asMap().get("value") instanceof Attribute.Array array && node.is("Constant")) {
                define(node.output(0), array.value());
            }
            long[] shape = node.domain().isEmpty() && known.containsKey(node.input(0)) ? inferIfLegal(node) : null;
            if (shape != null && LongStream.of(shape).allMatch(size -> size > 0)) {
                known.put(node.output(0), shape);
            }
        }
    }

    /** Null if nothing tells. */
    public long @Nullable [] of(String value) {
        return known.get(value);
    }

    private void declare(Value value) {
        value.dims()
                .ifPresent(dims -> known.put(
                        value.name(),
                        IntStream.range(0, dims.size())
                                .mapToLong(axis -> dims.get(axis) instanceof Dim.Fixed fixed && fixed.size() > 0
                                        ? fixed.size()
                                        : axis == 0 ? batch : side)
                                .toArray()));
    }

    private void define(String name, Tensor tensor) {
        known.put(name, tensor.dims().stream().mapToLong(size -> size).toArray());
        constants.put(name, tensor);
    }

    /** Nobody has checked yet that a node has the attributes and inputs that its operator needs. */
    private long @Nullable [] inferIfLegal(Node node) {
        try {
            return infer(node);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return null;
        }
    }

    private long @Nullable [] infer(Node node) {
        long[] x = known.getOrDefault(node.input(0), new long[0]);
        long[] w = known.getOrDefault(node.input(1), new long[0]);
        List<Long> axes = LongStream.range(0, x.length).boxed().toList();
        return switch (node.opType()) {
            case "Conv" ->
                w.length == x.length ? OutputShape.windows(node, x, w[0], Arrays.copyOfRange(w, 2, w.length)) : null;
            case "MaxPool", "AveragePool", "LpPool" ->
                OutputShape.windows(
                        node,
                        x,
                        x[1],
                        OutputShape.longs(
                                node.attributes().getInts("kernel_shape").orElse(List.of())));
            case "ConvTranspose" -> OutputShape.transposed(node, x, w);
            case "GlobalAveragePool", "GlobalMaxPool" ->
                axes.stream()
                        .mapToLong(axis -> axis < 2 ? x[axis.intValue()] : 1)
                        .toArray();
            case "Flatten" -> OutputShape.flat(x, (int) node.attributes().getInt("axis", 1));
            case "Gemm" ->
                new long[] {
                    x[(int) node.attributes().getInt("transA", 0)],
                    w.length < 2 ? 0 : w[1 - (int) node.attributes().getInt("transB", 0)]
                };
            case "MatMul" -> w.length == 2 && x.length > 1 ? OutputShape.last(x, w[1]) : null;
            case "Concat" -> concat(node, x);
            case "Transpose" ->
                node.attributes().getInts("perm").orElse(axes).stream()
                        .mapToLong(axis -> x[axis.intValue()])
                        .toArray();
            case "Reshape" -> OutputShape.reshaped(x, constants.get(node.input(1)));
            case "Resize" -> OutputShape.resized(x, constants.get(node.input(2)));
            default ->
                WIDEST.contains(node.opType()) ? widest(node) : LIKE_INPUT.contains(node.opType()) ? x.clone() : null;
        };
    }

    private long @Nullable [] concat(Node node, long[] x) {
        long axis = node.attributes().getInt("axis", 0);
        int at = (int) (axis < 0 ? axis + x.length : axis);
        long[] shape = x.clone();
        shape[at] = 0;
        for (String input : node.inputs()) {
            long[] part = known.get(input);
            if (part == null || part.length != x.length) {
                return null;
            }
            shape[at] += part[at];
        }
        return shape;
    }

    private long @Nullable [] widest(Node node) {
        long[] shape = {};
        for (String input : node.inputs()) {
            long[] next = known.get(input);
            if (next == null) {
                return null;
            }
            long[] wide = next.length > shape.length ? next.clone() : shape.clone();
            long[] narrow = next.length > shape.length ? shape : next;
            for (int i = 1; i <= narrow.length; i++) {
                int at = wide.length - i;
                wide[at] = Math.max(wide[at], narrow[narrow.length - i]);
            }
            shape = wide;
        }
        return shape;
    }
}
