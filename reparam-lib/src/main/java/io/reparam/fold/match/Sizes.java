package io.reparam.fold.match;

import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Sizes of single dimensions, as far as inputs, weights and operators tell; looked up when asked for. */
final class Sizes {
    private static final int DEPTH = 64; // far enough to the next layer, short enough for the stack

    private final Graph graph;
    private final Ranks ranks;
    /** Without it, a row of residual sums would be walked once for each way through them. */
    private final Map<String, OptionalLong> known = new HashMap<>();

    private final Map<String, List<Dim>> declared = new HashMap<>();

    Sizes(Graph graph, Ranks ranks) {
        this.graph = graph;
        this.ranks = ranks;
        Stream.of(graph.intermediates().values(), graph.outputs(), graph.inputs())
                .flatMap(values -> values.stream())
                .forEach(this::declare);
    }

    OptionalLong of(String value, int axis) {
        return of(value, axis, DEPTH);
    }

    private void declare(Value value) {
        value.dims().ifPresent(dims -> declared.put(value.name(), dims));
    }

    private OptionalLong of(String value, int axis, int depth) {
        String key = axis + " " + value;
        OptionalLong before = known.get(key);
        if (before == null) {
            before = find(value, axis, depth);
            known.put(key, before);
        }
        return before;
    }

    private OptionalLong find(String value, int axis, int depth) {
        Optional<Tensor> tensor = graph.initializer(value);
        if (tensor.isPresent()) {
            return weight(value, axis);
        }
        List<Dim> dims = declared.getOrDefault(value, List.of());
        if (axis < dims.size() && dims.get(axis) instanceof Dim.Fixed fixed && fixed.size() > 0) {
            return OptionalLong.of(fixed.size());
        }
        Optional<Node> producer =
                graph.producer(value).filter(node -> node.domain().isEmpty());
        return producer.isPresent() && depth > 0 && producer.get().output(0).equals(value)
                ? computed(producer.get(), axis, depth - 1)
                : OptionalLong.empty();
    }

    private OptionalLong computed(Node node, int axis, int depth) {
        boolean channel = axis == 1;
        return switch (node.opType()) {
            case "Conv" -> channel ? weight(node.input(1), 0) : images(node, axis, depth);
            case "ConvTranspose" -> channel ? transposed(node) : images(node, axis, depth);
            case "Gemm" ->
                channel
                        ? weight(node.input(1), node.attributes().getInt("transB", 0) == 0 ? 1 : 0)
                        : OptionalLong.empty();
            case "MatMul" -> matMul(node, axis, depth);
            case "BatchNormalization", "InstanceNormalization" ->
                channel ? weight(node.input(1), 0) : of(node.input(0), axis, depth);
            case "GlobalAveragePool", "GlobalMaxPool" -> axis > 1 ? OptionalLong.of(1) : of(node.input(0), axis, depth);
            case "MaxPool", "AveragePool", "LpPool" -> axis > 1 ? OptionalLong.empty() : of(node.input(0), axis, depth);
            case "Add", "Sub", "Mul", "Div" -> broadcast(node, axis, depth);
            case "Concat" -> concat(node, axis, depth);
            case "ReduceMean" -> reduced(node, axis, depth);
            case "Relu",
                    "LeakyRelu",
                    "PRelu",
                    "Sigmoid",
                    "HardSigmoid",
                    "HardSwish",
                    "Clip",
                    "Identity",
                    "Tanh",
                    "Elu",
                    "LayerNormalization",
                    "GroupNormalization" -> of(node.input(0), axis, depth);
            default -> OptionalLong.empty();
        };
    }

    /** Where the axes stay; those that were averaged are 1. */
    private OptionalLong reduced(Node node, int axis, int depth) {
        Optional<List<Long>> axes = node.attributes()
                .getInts("axes")
                .or(() -> graph.initializer(node.input(1))
                        .map(tensor -> Arrays.stream(tensor.longs()).boxed().toList()));
        OptionalInt rank = ranks.of(node.input(0));
        if (axes.isEmpty() || rank.isEmpty() || node.attributes().getInt("keepdims", 1) == 0) {
            return OptionalLong.empty();
        }
        boolean averaged = axes.get().contains((long) axis) || axes.get().contains((long) axis - rank.getAsInt());
        return averaged ? OptionalLong.of(1) : of(node.input(0), axis, depth);
    }

    /** A window leaves the number of images as it is, and no other size. */
    private OptionalLong images(Node node, int axis, int depth) {
        return axis == 0 ? of(node.input(0), 0, depth) : OptionalLong.empty();
    }

    private OptionalLong matMul(Node node, int axis, int depth) {
        OptionalInt rank = ranks.of(node.input(0));
        if (rank.isEmpty() || !ranks.of(node.input(1)).equals(OptionalInt.of(2))) {
            return OptionalLong.empty();
        }
        return axis == rank.getAsInt() - 1 ? weight(node.input(1), 1) : of(node.input(0), axis, depth);
    }

    private OptionalLong transposed(Node node) {
        OptionalLong perGroup = weight(node.input(1), 1);
        long groups = node.attributes().getInt("group", 1);
        return perGroup.isPresent() ? OptionalLong.of(perGroup.getAsLong() * groups) : perGroup;
    }

    private OptionalLong concat(Node node, int axis, int depth) {
        long along = node.attributes().getInt("axis", 0);
        if (along < 0) {
            return OptionalLong.empty();
        }
        if (along != axis) {
            return of(node.input(0), axis, depth);
        }
        long sum = 0;
        for (String input : node.inputs()) {
            OptionalLong part = of(input, axis, depth);
            if (part.isEmpty()) {
                return part;
            }
            sum += part.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    /** A size above 1 decides; 1 says nothing if another operand is not known. */
    private OptionalLong broadcast(Node node, int axis, int depth) {
        OptionalInt rank = ranks.of(node.output(0));
        boolean unknown = rank.isEmpty();
        for (String input : node.inputs()) {
            OptionalInt own = ranks.of(input);
            int at = axis - rank.orElse(0) + own.orElse(0);
            OptionalLong size = rank.isEmpty() || own.isEmpty() || at < 0 ? OptionalLong.empty() : of(input, at, depth);
            if (size.isPresent() && size.getAsLong() > 1) {
                return size;
            }
            unknown |= size.isEmpty() && (own.isEmpty() || at >= 0);
        }
        return unknown ? OptionalLong.empty() : OptionalLong.of(1);
    }

    private OptionalLong weight(String name, int axis) {
        return graph.initializer(name)
                .map(Tensor::dims)
                .filter(dims -> axis < dims.size())
                .map(dims -> OptionalLong.of(dims.get(axis)))
                .orElse(OptionalLong.empty());
    }
}
