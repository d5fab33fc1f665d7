package io.reparam.fold.absorb;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Regrouping;
import io.reparam.fold.match.SlicedAxes;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * An operator that a factor can be moved across, seen from its output.
 *
 * <p>Exact for any factor: Identity, Transpose, AveragePool, GlobalAveragePool, Squeeze, Unsqueeze, Slice, Gather and ReduceMean of other axes, and Flatten or Reshape to {@code [N, C * rest]},
 * after which every factor stands {@code rest} times in a row. A factor passes a Pad with zeros, a summand other borders as well. Exact for factors above 0: Relu, LeakyRelu, PRelu, MaxPool,
 * GlobalMaxPool, since {@code f(v x) = v f(x)}. A summand passes where every output is a mean of inputs.
 *
 * @param axis of the channels at the input
 * @param repeats whether the channels are laid out with their positions at the output
 * @param commutes what may be moved
 */
record Commutation(int axis, boolean repeats, Commutes commutes) {
    /** Empty if this operator does not let factors pass, or not on this axis. */
    static Optional<Commutation> of(Node node, int axis, GraphView view) {
        if (!node.domain().isEmpty()) {
            return Optional.empty();
        }
        return switch (node.opType()) {
            case "Transpose" -> transposed(node, axis, view);
            case "Flatten" -> node.attributes().getInt("axis", 1) == 1 ? laidOut(axis, node, view) : Optional.empty();
            case "Squeeze", "Unsqueeze", "ReduceMean" ->
                MovedAxes.of(node, view).flatMap(moved -> moved.before(axis)).flatMap(at -> same(at, Commutes.ALL));
            case "Reshape" -> keepsRows(node, view) ? laidOut(axis, node, view) : relaid(axis, node, view);
            case "Resize", "Upsample" -> resized(axis, node, view);
            case "Slice" -> sliced(axis, node, view);
            case "Gather" -> gathered(axis, node, view);
            case "Pad" -> bordered(axis, node, view);
            default -> byTraits(node, axis, view);
        };
    }

    private static Optional<Commutation> byTraits(Node node, int axis, GraphView view) {
        Optional<Commutes> commutes = Commutes.of(node);
        if (commutes.isPresent() && Operators.is(node, Trait.ELEMENTWISE)) {
            return same(axis, commutes.get());
        }
        boolean mean = Operators.is(node, Trait.POOLS, Trait.MEAN) && !padded(node);
        return commutes.isPresent() && Operators.isAny(node, Trait.POOLS, Trait.POOLS_ALL)
                ? pool(node, axis, mean ? Commutes.ALL : commutes.get(), view)
                : Optional.empty();
    }

    private static Optional<Commutation> same(int axis, Commutes commutes) {
        return Optional.of(new Commutation(axis, false, commutes));
    }

    private static Optional<Commutation> pool(Node node, int axis, Commutes commutes, GraphView view) {
        return axis == 1 && !view.readsOutputsFrom(node, 1) ? same(axis, commutes) : Optional.empty();
    }

    private static boolean padded(Node node) {
        return node.attributes().getInts("pads").orElse(List.of()).stream().anyMatch(pad -> pad != 0)
                || !List.of("NOTSET", "VALID").contains(node.attributes().getText("auto_pad", "NOTSET"))
                || node.attributes().getInt("ceil_mode", 0) != 0;
    }

    /** An axis that stays whole; which one, is told by the sizes. */
    private static Optional<Commutation> relaid(int axis, Node node, GraphView view) {
        return Regrouping.of(node, view).flatMap(regrouping -> {
            int at = axis == ChannelAxis.LAST ? regrouping.out().size() - 1 : axis;
            OptionalInt before = regrouping.before(at);
            return before.isPresent() ? same(before.getAsInt(), Commutes.ALL) : Optional.empty();
        });
    }

    /** An axis that is not cut. */
    private static Optional<Commutation> sliced(int axis, Node node, GraphView view) {
        int at = axis == ChannelAxis.LAST ? view.rank(node.input(0)).orElse(0) - 1 : axis;
        return SlicedAxes.of(node, view)
                .filter(slice -> at >= 0 && slice.keeps(at))
                .flatMap(slice -> same(at, Commutes.ALL));
    }

    /** An axis that is not chosen from. */
    private static Optional<Commutation> gathered(int axis, Node node, GraphView view) {
        OptionalInt rank = view.rank(node.input(0));
        OptionalInt index = view.rank(node.input(1));
        if (rank.isEmpty() || index.isEmpty()) {
            return Optional.empty();
        }
        long given = node.attributes().getInt("axis", 0);
        int chosen = (int) (given < 0 ? given + rank.getAsInt() : given);
        int out = rank.getAsInt() - 1 + index.getAsInt();
        int at = axis == ChannelAxis.LAST ? out - 1 : axis;
        if (at >= 0 && at < chosen) {
            return same(at, Commutes.ALL);
        }
        return at >= chosen + index.getAsInt() && at < out
                ? same(at - index.getAsInt() + 1, Commutes.ALL)
                : Optional.empty();
    }

    /** An axis that gets no border; a border of zeros takes no summand. */
    private static Optional<Commutation> bordered(int axis, Node node, GraphView view) {
        int rank = view.rank(node.input(0)).orElse(0);
        int at = axis == ChannelAxis.LAST ? rank - 1 : axis;
        Optional<double[]> pads = node.attributes()
                .getInts("pads")
                .map(list -> list.stream().mapToDouble(pad -> pad).toArray())
                .or(() -> view.constant(node.input(1)).map(NdArray::values));
        Optional<double[]> axes = node.hasInput(3)
                ? view.constant(node.input(3)).map(NdArray::values)
                : Optional.of(IntStream.range(0, rank).asDoubleStream().toArray());
        if (at < 0 || pads.isEmpty() || axes.isEmpty() || pads.get().length != 2 * axes.get().length) {
            return Optional.empty();
        }
        int count = axes.get().length;
        boolean keeps = IntStream.range(0, count)
                .filter(i -> (axes.get()[i] + rank) % rank == at)
                .allMatch(i -> pads.get()[i] == 0 && pads.get()[i + count] == 0);
        if (!keeps || !node.attributes().getText("mode", "constant").equals("constant")) {
            return keeps ? same(at, Commutes.ALL) : Optional.empty();
        }
        boolean zeros = node.hasInput(2)
                ? view.constant(node.input(2))
                        .filter(value -> value.count() == 1 && value.values()[0] == 0)
                        .isPresent()
                : node.attributes().getFloat("value", 0) == 0;
        return zeros ? same(at, Commutes.FACTORS) : Optional.empty();
    }

    /** Interpolation weighs its neighbours by numbers that add up to 1; outside of the image tf_crop_and_resize does not. */
    private static Optional<Commutation> resized(int axis, Node node, GraphView view) {
        OptionalInt rank = view.rank(node.input(0));
        int at = axis == ChannelAxis.LAST ? rank.orElse(0) - 1 : axis;
        boolean keeps = (at == 1
                        && rank.orElse(0) > 2
                        && scales(node, view).filter(s -> s[1] == 1).isPresent())
                || (at >= 0 && view.sameSize(node.input(0), at, node.output(0), at));
        boolean crops =
                node.attributes().getText("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
        return keeps && !crops ? same(axis, Commutes.ALL) : Optional.empty();
    }

    /** One for each axis. */
    private static Optional<double[]> scales(Node node, GraphView view) {
        OptionalInt rank = view.rank(node.input(0));
        return view.constant(node.input(node.is("Upsample") ? 1 : 2))
                .filter(scales -> rank.equals(OptionalInt.of(scales.count())))
                .map(NdArray::values);
    }

    private static Optional<Commutation> transposed(Node node, int axis, GraphView view) {
        Optional<List<Long>> order = node.attributes().getInts("perm");
        OptionalInt rank = view.rank(node.input(0));
        if (order.isPresent()) {
            int at = axis == ChannelAxis.LAST ? order.get().size() - 1 : axis;
            return at < order.get().size() ? same(order.get().get(at).intValue(), Commutes.ALL) : Optional.empty();
        }
        if (rank.isEmpty()) {
            return Optional.empty();
        }
        return same(axis == ChannelAxis.LAST ? 0 : rank.getAsInt() - 1 - axis, Commutes.ALL);
    }

    /** From {@code [N,C,..]} to {@code [N,C * ..]}. */
    private static Optional<Commutation> laidOut(int axis, Node node, GraphView view) {
        OptionalInt rank = view.rank(node.input(0));
        return (axis == 1 || axis == ChannelAxis.LAST) && rank.isPresent() && rank.getAsInt() >= 2
                ? Optional.of(new Commutation(1, true, Commutes.ALL))
                : Optional.empty();
    }

    /** Whether a Reshape makes one row of each image, whatever their number: {@code [0,..]}, or a pooled image. */
    private static boolean keepsRows(Node node, GraphView view) {
        Optional<NdArray> shape = view.constant(node.input(1));
        if (shape.isEmpty() || shape.get().count() != 2) {
            return false;
        }
        double[] to = shape.get().values();
        boolean copiesRows = to[0] == 0 && node.attributes().getInt("allowzero", 0) == 0 && to[1] != 0;
        return copiesRows || (to[1] > 0 && isColumn(node.input(0), (long) to[1], view));
    }

    /** Whether a value is {@code [N,C,1,1]} with this C. */
    private static boolean isColumn(String value, long channels, GraphView view) {
        OptionalInt rank = view.rank(value);
        if (rank.isEmpty() || rank.getAsInt() < 2) {
            return false;
        }
        long[] sizes = new long[rank.getAsInt() - 1];
        Arrays.setAll(sizes, i -> view.size(value, i + 1).orElse(0));
        return sizes[0] == channels && Arrays.stream(sizes).skip(1).allMatch(size -> size == 1);
    }
}
