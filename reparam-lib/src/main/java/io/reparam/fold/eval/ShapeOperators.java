package io.reparam.fold.eval;

import static java.util.Map.entry;

import io.reparam.graph.ElementType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that move values or look at shapes. */
final class ShapeOperators {
    static final Map<String, NodeFunction> OPERATORS = Map.ofEntries(
            entry("Reshape", ShapeOperators::reshape),
            entry("Flatten", ShapeOperators::flatten),
            entry("Squeeze", ShapeOperators::squeeze),
            entry("Unsqueeze", ShapeOperators::unsqueeze),
            entry("Transpose", ShapeOperators::transpose),
            entry("Concat", ShapeOperators::concat),
            entry("Identity", call -> call.in(0)),
            entry("Shape", ShapeOperators::shape),
            entry("Size", ShapeOperators::size),
            entry("Range", ShapeOperators::range),
            entry("ConstantOfShape", ShapeOperators::constantOfShape),
            entry("Expand", ShapeOperators::expand));

    /** Elements that a shape may ask for: 128 MiB of float64; more is left to the runtime. */
    private static final int LIMIT = 1 << 24;

    private ShapeOperators() {}

    private static double[] allocate(long[] dims) {
        int size = NdArray.size(dims);
        if (size > LIMIT) {
            throw new UnsupportedOperationException("a constant of " + size + " elements is too big to keep");
        }
        return new double[size];
    }

    private static NdArray reshape(EvaluatedNode call) {
        NdArray in = call.in(0);
        long[] dims = call.longs("shape", 1).orElseThrow();
        int free = -1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 0 && call.attributes().getInt("allowzero", 0) == 0) {
                dims[i] = in.dims()[i];
            } else if (dims[i] == -1) {
                free = i;
            }
        }
        if (free >= 0) {
            dims[free] = 1;
            dims[free] = in.values().length / NdArray.size(dims);
        }
        return in.reshaped(dims);
    }

    private static NdArray flatten(EvaluatedNode call) {
        NdArray in = call.in(0);
        int axis = in.axis(call.attributes().getInt("axis", 1));
        return in.reshaped(
                NdArray.size(Arrays.copyOf(in.dims(), axis)),
                NdArray.size(Arrays.copyOfRange(in.dims(), axis, in.rank())));
    }

    private static NdArray squeeze(EvaluatedNode call) {
        NdArray in = call.in(0);
        TreeSet<Integer> axes = new TreeSet<>();
        call.longs("axes", 1)
                .ifPresentOrElse(
                        given -> LongStream.of(given).forEach(axis -> axes.add(in.axis(axis))),
                        () -> IntStream.range(0, in.rank())
                                .filter(axis -> in.dim(axis) == 1)
                                .forEach(axes::add));
        return in.reshaped(IntStream.range(0, in.rank())
                .filter(axis -> !axes.contains(axis))
                .mapToLong(in::dim)
                .toArray());
    }

    private static NdArray unsqueeze(EvaluatedNode call) {
        NdArray in = call.in(0);
        long[] axes = call.longs("axes", 1).orElseThrow();
        int rank = in.rank() + axes.length;
        long[] dims = new long[rank];
        for (long axis : axes) {
            dims[(int) (axis < 0 ? axis + rank : axis)] = 1;
        }
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (dims[axis] == 0) {
                dims[axis] = in.dims()[next++];
            }
        }
        return in.reshaped(dims);
    }

    private static NdArray transpose(EvaluatedNode call) {
        NdArray in = call.in(0);
        int rank = in.rank();
        long[] perm = call.ints("perm")
                .orElseGet(() ->
                        IntStream.range(0, rank).mapToLong(i -> rank - 1L - i).toArray());
        long[] dims = new long[rank];
        int[] steps = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            dims[axis] = in.dims()[(int) perm[axis]];
            steps[axis] = in.strides()[(int) perm[axis]];
        }
        double[] values = in.values();
        double[] out = new double[values.length];
        int[] place = new int[rank];
        int at = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = values[at];
            for (int axis = rank - 1; axis >= 0; axis--) { // to the next place, without divisions
                at += steps[axis];
                if (++place[axis] < dims[axis]) {
                    break;
                }
                at -= steps[axis] * place[axis];
                place[axis] = 0;
            }
        }
        return new NdArray(in.type(), dims, out);
    }

    private static NdArray concat(EvaluatedNode call) {
        NdArray first = call.in(0);
        int axis = first.axis(call.attributes().getInt("axis", 0));
        long[] dims = first.dims().clone();
        dims[axis] = IntStream.range(0, call.inputs().size())
                .mapToLong(i -> call.in(i).dims()[axis])
                .sum();
        int outer = NdArray.size(Arrays.copyOf(dims, axis));
        double[] out = new double[NdArray.size(dims)];
        int at = 0;
        for (int block = 0; block < outer; block++) {
            for (int i = 0; i < call.inputs().size(); i++) {
                double[] values = call.in(i).values();
                int length = values.length / outer;
                System.arraycopy(values, block * length, out, at, length);
                at += length;
            }
        }
        return new NdArray(first.type(), dims, out);
    }

    private static NdArray shape(EvaluatedNode call) {
        long[] dims = call.in(0).dims();
        int start = bound(call.attributes().getInt("start", 0), dims.length);
        int end = bound(call.attributes().getInt("end", dims.length), dims.length);
        double[] values = IntStream.range(start, end).mapToDouble(i -> dims[i]).toArray();
        return new NdArray(ElementType.INT64, new long[] {values.length}, values);
    }

    private static NdArray size(EvaluatedNode call) {
        return new NdArray(
                ElementType.INT64, new long[0], new double[] {call.in(0).count()});
    }

    /** Of whole numbers: of real ones ONNX Runtime has its own way of rounding. */
    private static NdArray range(EvaluatedNode call) {
        double start = call.in(0).values()[0];
        double step = call.in(2).values()[0];
        if (step == 0 || call.in(0).type().isReal()) {
            throw new UnsupportedOperationException(
                    "a Range of step " + step + " of " + call.in(0).type() + " is not computed");
        }
        double count = Math.max(0, Math.ceil((call.in(1).values()[0] - start) / step));
        long[] dims = {(long) count};
        double[] out = allocate(dims);
        Arrays.setAll(out, i -> start + i * step);
        return new NdArray(call.in(0).type(), dims, out);
    }

    private static int bound(long given, int rank) {
        return (int) Math.max(0, Math.min(rank, given < 0 ? given + rank : given));
    }

    private static NdArray constantOfShape(EvaluatedNode call) {
        long[] dims = call.longs("", 0).orElseThrow();
        NdArray value = call.attributes()
                .getTensor("value")
                .map(NdArray::of)
                .orElse(new NdArray(ElementType.FLOAT, new long[] {1}, new double[1]));
        double[] out = allocate(dims);
        Arrays.fill(out, value.values()[0]);
        return new NdArray(value.type(), dims, out);
    }

    private static NdArray expand(EvaluatedNode call) {
        long[] dims = call.longs("", 1).orElseThrow();
        NdArray zeros = new NdArray(call.in(0).type(), dims, allocate(dims));
        return Arithmetic.broadcast(call.in(0), zeros, (a, b) -> a);
    }
}
