package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** {@link DimensionSource} of the operators that compute nothing and lay values out anew. */
final class LayoutSource {
    private final Graph graph;
    private final Constants constants;
    private final Ranks ranks;

    LayoutSource(Graph graph, Constants constants, Ranks ranks) {
        this.graph = graph;
        this.constants = constants;
        this.ranks = ranks;
    }

    /** Empty if the node is no such operator, or its sizes come from several. */
    Optional<Extent> of(Node node, String output, int axis) {
        return switch (node.opType()) {
            case "Transpose" -> transposed(node, axis);
            case "Concat" -> {
                long along = node.attributes().getInt("axis", 0);
                yield along >= 0 && along != axis ? at(node, axis) : Optional.empty();
            }
            case "Split" -> split(node, output, axis);
            case "Slice" ->
                axes(node, 3)
                        .filter(sliced -> !sliced.isEmpty() && !sliced.contains(axis))
                        .flatMap(sliced -> at(node, axis));
            case "Squeeze", "Unsqueeze", "ReduceMean" -> moved(node, axis);
            case "Gather" -> gathered(node, axis);
            case "Reshape" -> reshaped(node, axis);
            default -> Optional.empty();
        };
    }

    private static Optional<Extent> at(Node node, int axis) {
        return Optional.of(new Extent.Same(node.input(0), axis));
    }

    private static Optional<Extent> one() {
        return Optional.of(new Extent.Known(1));
    }

    private int rank(Node node) {
        return ranks.of(node.input(0)).orElse(0);
    }

    private Optional<Extent> transposed(Node node, int axis) {
        int rank = rank(node);
        List<Long> order = node.attributes()
                .getInts("perm")
                .orElseGet(() -> IntStream.range(0, rank)
                        .mapToObj(i -> (long) rank - 1 - i)
                        .toList());
        return axis < order.size() ? at(node, order.get(axis).intValue()) : Optional.empty();
    }

    private Optional<Extent> moved(Node node, int axis) {
        Optional<TreeSet<Integer>> axes = axes(node, 1);
        if (axes.isEmpty() || axes.get().isEmpty()) {
            return Optional.empty();
        }
        TreeSet<Integer> moved = axes.get();
        if (node.is("Unsqueeze")) {
            return moved.contains(axis)
                    ? one()
                    : at(node, axis - moved.headSet(axis).size());
        }
        if (node.is("ReduceMean") && node.attributes().getInt("keepdims", 1) != 0) {
            return moved.contains(axis) ? one() : at(node, axis);
        }
        int before = axis;
        for (int gone : moved) {
            before += gone <= before ? 1 : 0;
        }
        return at(node, before);
    }

    /** A constant index of no dimensions takes its axis away. */
    private Optional<Extent> gathered(Node node, int axis) {
        long along = node.attributes().getInt("axis", 0);
        boolean scalar = ranks.of(node.input(1)).equals(OptionalInt.of(0));
        return scalar && along >= 0 ? at(node, axis < along ? axis : axis + 1) : Optional.empty();
    }

    /** From 0; axes are an attribute up to one opset and an input from another one on. Empty if they are not known. */
    private Optional<TreeSet<Integer>> axes(Node node, int input) {
        Optional<double[]> given = node.attributes()
                .getInts("axes")
                .map(list -> list.stream().mapToDouble(axis -> axis).toArray())
                .or(() -> constants.value(node.input(input), graph).map(NdArray::values));
        int rank = rank(node);
        return given.map(list -> {
                    TreeSet<Integer> axes = new TreeSet<>();
                    int counted = node.is("Unsqueeze") ? rank + list.length : rank;
                    Arrays.stream(list).forEach(axis -> axes.add((int) (axis < 0 ? axis + counted : axis)));
                    return axes;
                })
                .filter(axes -> rank > 0 || axes.stream().allMatch(axis -> axis >= 0 && !node.is("Unsqueeze")));
    }

    private Optional<Extent> reshaped(Node node, int axis) {
        Optional<Long> size = number(node.input(1), axis);
        if (size.isEmpty() || size.get() < 0 || node.attributes().getInt("allowzero", 0) != 0) {
            return Optional.empty();
        }
        return size.get() == 0 ? at(node, axis) : Optional.of(new Extent.Known(size.get()));
    }

    /** Sizes of the parts are an attribute up to opset 12 and an input from 13 on. */
    private Optional<Extent> split(Node node, String output, int axis) {
        long along = node.attributes().getInt("axis", 0);
        if (along < 0 || along != axis) {
            return along < 0 ? Optional.empty() : at(node, axis);
        }
        int index = node.outputs().indexOf(output);
        return node.attributes()
                .getInts("split")
                .map(sizes -> sizes.get(index))
                .or(() -> number(node.input(1), index))
                .map(Extent.Known::new);
    }

    private Optional<Long> number(String list, int index) {
        return constants
                .value(list, graph)
                .map(NdArray::values)
                .filter(values -> index < values.length)
                .map(values -> (long) values[index]);
    }
}
