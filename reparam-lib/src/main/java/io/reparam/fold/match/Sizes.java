package io.reparam.fold.match;

import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
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
    private final DimensionSource source;
    /** Without it, a row of residual sums would be walked once for each way through them. */
    private final Map<String, OptionalLong> known = new HashMap<>();

    private final Map<String, List<Dim>> declared = new HashMap<>();

    Sizes(Graph graph, Ranks ranks, DimensionSource source) {
        this.graph = graph;
        this.ranks = ranks;
        this.source = source;
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
            List<Long> fixed = tensor.get().dims();
            return axis < fixed.size() ? OptionalLong.of(fixed.get(axis)) : OptionalLong.empty();
        }
        List<Dim> dims = declared.getOrDefault(value, List.of());
        if (axis < dims.size() && dims.get(axis) instanceof Dim.Fixed fixed && fixed.size() > 0) {
            return OptionalLong.of(fixed.size());
        }
        Optional<Node> producer =
                graph.producer(value).filter(node -> node.domain().isEmpty());
        if (producer.isEmpty() || depth == 0) {
            return OptionalLong.empty();
        }
        Node node = producer.get();
        return node.output(0).equals(value) ? computed(node, axis, depth - 1) : same(node, value, axis, depth - 1);
    }

    private OptionalLong computed(Node node, int axis, int depth) {
        return switch (node.opType()) {
            case "Add", "Sub", "Mul", "Div" -> broadcast(node, axis, depth);
            case "Concat" -> concat(node, axis, depth);
            default -> same(node, node.output(0), axis, depth);
        };
    }

    private OptionalLong same(Node node, String value, int axis, int depth) {
        Optional<Extent> origin = source.of(node, value, axis);
        if (origin.isPresent() && origin.get() instanceof Extent.Same same) {
            return of(same.value(), same.axis(), depth);
        }
        return origin.isPresent() && origin.get() instanceof Extent.Known known
                ? OptionalLong.of(known.size())
                : OptionalLong.empty();
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
}
