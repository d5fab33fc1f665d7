package io.reparam.fold.eval;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that sum up along axes. */
final class Reductions {
    static final Map<String, NodeFunction> OPERATORS = Map.ofEntries(
            entry("GlobalAveragePool", call -> scaled(call.in(0), spatial(call.in(0)), true)),
            entry(
                    "GlobalMaxPool",
                    call -> reduce(call.in(0), spatial(call.in(0)), true, Double.NEGATIVE_INFINITY, Math::max)),
            entry("ReduceMean", call -> scaled(call.in(0), axes(call), keepDims(call))),
            entry("ReduceSum", call -> reduce(call.in(0), axes(call), keepDims(call), 0, Double::sum)),
            entry(
                    "ReduceMax",
                    call -> reduce(call.in(0), axes(call), keepDims(call), Double.NEGATIVE_INFINITY, Math::max)));

    private Reductions() {}

    private static boolean[] spatial(NdArray in) {
        boolean[] reduced = new boolean[in.rank()];
        IntStream.range(2, in.rank()).forEach(axis -> reduced[axis] = true);
        return reduced;
    }

    private static boolean[] axes(EvaluatedNode call) {
        NdArray in = call.in(0);
        boolean none = call.attributes().getInt("noop_with_empty_axes", 0) == 1;
        long[] axes = call.longs("axes", 1).orElse(new long[0]);
        boolean[] reduced = new boolean[in.rank()];
        LongStream.of(axes).forEach(axis -> reduced[in.axis(axis)] = true);
        if (axes.length == 0 && !none) {
            IntStream.range(0, in.rank()).forEach(axis -> reduced[axis] = true);
        }
        return reduced;
    }

    private static boolean keepDims(EvaluatedNode call) {
        return call.attributes().getInt("keepdims", 1) == 1;
    }

    private static NdArray scaled(NdArray in, boolean[] reduced, boolean keepDims) {
        NdArray sum = reduce(in, reduced, keepDims, 0, Double::sum);
        double count = (double) in.values().length / sum.values().length;
        return Elementwise.map(sum, x -> x / count);
    }

    private static NdArray reduce(
            NdArray in, boolean[] reduced, boolean keepDims, double start, DoubleBinaryOperator function) {
        long[] kept = IntStream.range(0, in.rank())
                .mapToLong(axis -> reduced[axis] ? 1 : in.dims()[axis])
                .toArray();
        double[] out = new double[NdArray.size(kept)];
        java.util.Arrays.fill(out, start);
        NdArray shape = new NdArray(in.type(), kept, out);
        int[] steps = shape.strides();
        for (int i = 0; i < in.values().length; i++) {
            int rest = i;
            int at = 0;
            for (int axis = in.rank() - 1; axis >= 0; axis--) {
                at += reduced[axis] ? 0 : rest % in.dim(axis) * steps[axis];
                rest /= in.dim(axis);
            }
            out[at] = function.applyAsDouble(out[at], in.values()[i]);
        }
        return keepDims
                ? shape
                : shape.reshaped(IntStream.range(0, in.rank())
                        .filter(axis -> !reduced[axis])
                        .mapToLong(axis -> kept[axis])
                        .toArray());
    }
}
