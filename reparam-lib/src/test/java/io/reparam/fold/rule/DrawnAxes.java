package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Operators that take axes away, add them or average over them, after a drawn net's last value whose channels are on axis 1. */
final class DrawnAxes {
    private static final Attributes NONE = Attributes.none();
    private static final int REDUCE = 18; // opsets from which axes are an input
    private static final int SQUEEZE = 13;

    private DrawnAxes() {}

    /** The mean over one axis of the image, which stays with size 1 or goes; one is left. */
    static void mean(DrawnNet net) {
        int rank = net.rank();
        if (rank < 3) {
            return;
        }
        int axis = net.pick(IntStream.range(2, rank).toArray());
        boolean keeps = rank == 3 || net.chance(50);
        long[] dims = net.dims();
        dims[axis] = 1;
        long[] left = keeps ? dims : without(dims, axis);
        node(net, "ReduceMean", keepdims(keeps), REDUCE, rank, axis).at(net.value(), left, 1);
    }

    /** An axis more, before or after the channels, and away again. */
    static void thereAndBack(DrawnNet net) {
        int rank = net.rank();
        long[] dims = net.dims();
        int axis = net.pick(IntStream.rangeClosed(0, rank).toArray());
        node(net, "Unsqueeze", NONE, SQUEEZE, rank + 1, axis);
        node(net, "Squeeze", NONE, SQUEEZE, rank + 1, axis).at(net.value(), dims, 1);
    }

    /** One row an image: laid out, or averaged. */
    static void rows(DrawnNet net) {
        long[] dims = net.dims();
        int rank = net.rank();
        int[] image = IntStream.range(2, rank).toArray();
        long positions = Arrays.stream(dims).skip(2).reduce(1, (a, b) -> a * b);
        long[] averaged = {dims[0], dims[1]};
        long[] laidOut = {dims[0], dims[1] * positions};
        switch (net.pick(0, 1, 2, 3, 4)) {
            case 0 -> net.node("Flatten", NONE.withInt("axis", 1), net.value()).at(net.value(), laidOut, 1);
            case 1 ->
                net.node("Reshape", NONE, net.value(), net.integers(0, -1)).at(net.value(), laidOut, 1);
            case 2 ->
                node(net, "ReduceMean", keepdims(false), REDUCE, rank, image).at(net.value(), averaged, 1);
            case 3 -> {
                node(net, "ReduceMean", keepdims(true), REDUCE, rank, image);
                node(net, "Squeeze", NONE, SQUEEZE, rank, image).at(net.value(), averaged, 1);
            }
            default ->
                net.node("GlobalAveragePool", NONE, net.value())
                        .node("Flatten", NONE, net.value())
                        .at(net.value(), averaged, 1);
        }
    }

    private static Attributes keepdims(boolean keeps) {
        return NONE.withInt("keepdims", keeps ? 1 : 0);
    }

    private static long[] without(long[] dims, int axis) {
        return IntStream.range(0, dims.length)
                .filter(i -> i != axis)
                .mapToLong(i -> dims[i])
                .toArray();
    }

    /** @param rank that negative axes count from, which older opsets do not know */
    private static DrawnNet node(
            DrawnNet net, String opType, Attributes attributes, int asInput, int rank, int... axes) {
        boolean negative = net.opset() >= 11 && net.chance(40);
        long[] named = Arrays.stream(axes)
                .mapToLong(axis -> negative ? axis - rank : axis)
                .toArray();
        return net.opset() >= asInput
                ? net.node(opType, attributes, net.value(), net.integers(named))
                : net.node(opType, attributes.withInts("axes", named), net.value());
    }
}
