package io.reparam.fold.eval;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that pick elements and put them elsewhere, as exporters write an assignment to a part of a tensor. */
final class Selections {
    static final Map<String, NodeFunction> OPERATORS = Map.of(
            "Gather", Selections::gather,
            "Slice", Selections::slice,
            "ScatterND", Selections::scatter,
            "Where", Selections::where);

    private Selections() {}

    private static NdArray gather(EvaluatedNode call) {
        NdArray in = call.in(0);
        NdArray indices = call.in(1);
        int axis = in.axis(call.attributes().getInt("axis", 0));
        int inner = NdArray.size(Arrays.copyOfRange(in.dims(), axis + 1, in.rank()));
        int outer = NdArray.size(Arrays.copyOf(in.dims(), axis));
        long[] dims = LongStream.concat(
                        LongStream.concat(Arrays.stream(in.dims(), 0, axis), Arrays.stream(indices.dims())),
                        Arrays.stream(in.dims(), axis + 1, in.rank()))
                .toArray();
        double[] out = new double[NdArray.size(dims)];
        int at = 0;
        for (int block = 0; block < outer; block++) {
            for (double wanted : indices.values()) {
                int index = index(wanted, in.dim(axis));
                System.arraycopy(in.values(), (block * in.dim(axis) + index) * inner, out, at, inner);
                at += inner;
            }
        }
        return new NdArray(in.type(), dims, out);
    }

    /** A negative index counts from the end. */
    private static int index(double wanted, int size) {
        return Objects.checkIndex((int) (wanted < 0 ? wanted + size : wanted), size);
    }

    /** Steps of 1 forward only. */
    private static NdArray slice(EvaluatedNode call) {
        NdArray in = call.in(0);
        long[] starts = call.longs("starts", 1).orElseThrow(IllegalArgumentException::new);
        long[] ends = call.longs("ends", 2).orElseThrow(IllegalArgumentException::new);
        long[] axes = call.longs("axes", 3)
                .orElseGet(
                        () -> IntStream.range(0, starts.length).asLongStream().toArray());
        if (call.optional(4).isPresent() && Arrays.stream(call.in(4).values()).anyMatch(step -> step != 1)) {
            throw new UnsupportedOperationException("a Slice in other steps than 1 is not computed");
        }
        NdArray out = in;
        for (int i = 0; i < axes.length; i++) {
            int axis = in.axis(axes[i]);
            int size = in.dim(axis);
            int from = bound(starts[i], size);
            out = part(out, axis, from, Math.max(from, bound(ends[i], size)));
        }
        return out;
    }

    private static int bound(long given, int size) {
        return (int) Math.max(0, Math.min(size, given < 0 ? given + size : given));
    }

    private static NdArray part(NdArray in, int axis, int from, int to) {
        long[] dims = in.dims().clone();
        dims[axis] = to - from;
        int inner = NdArray.size(Arrays.copyOfRange(dims, axis + 1, dims.length));
        int outer = NdArray.size(Arrays.copyOf(dims, axis));
        int length = (to - from) * inner;
        double[] out = new double[outer * length];
        for (int block = 0; block < outer; block++) {
            System.arraycopy(in.values(), (block * in.dim(axis) + from) * inner, out, block * length, length);
        }
        return new NdArray(in.type(), dims, out);
    }

    private static NdArray scatter(EvaluatedNode call) {
        if (!call.attributes().getText("reduction", "none").equals("none")) {
            throw new UnsupportedOperationException("a ScatterND that reduces is not computed");
        }
        NdArray data = call.in(0);
        NdArray indices = call.in(1);
        double[] updates = call.in(2).values();
        double[] out = data.values().clone();
        int depth = indices.dim(indices.rank() - 1);
        int length = NdArray.size(Arrays.copyOfRange(data.dims(), depth, data.rank()));
        for (int i = 0; i < indices.values().length / depth; i++) {
            int at = 0;
            for (int axis = 0; axis < depth; axis++) {
                at += index(indices.values()[i * depth + axis], data.dim(axis)) * data.strides()[axis];
            }
            System.arraycopy(updates, i * length, out, at, length);
        }
        return data.with(out);
    }

    private static NdArray where(EvaluatedNode call) {
        NdArray first = call.in(0).broadcast(call.in(1), (condition, a) -> 0);
        NdArray whole = first.broadcast(call.in(2), (none, b) -> 0);
        double[] condition = whole.broadcast(call.in(0), (none, c) -> c).values();
        double[] ifSo = whole.broadcast(call.in(1), (none, a) -> a).values();
        double[] otherwise = whole.broadcast(call.in(2), (none, b) -> b).values();
        double[] out = IntStream.range(0, condition.length)
                .mapToDouble(i -> condition[i] != 0 ? ifSo[i] : otherwise[i])
                .toArray();
        return new NdArray(call.in(1).type(), whole.dims(), out);
    }
}
