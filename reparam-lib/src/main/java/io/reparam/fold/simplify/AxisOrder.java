package io.reparam.fold.simplify;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The order in which a Transpose puts axes: axis i of the result is axis {@code perm[i]} of its input.
 *
 * @param perm each axis once
 */
record AxisOrder(List<Integer> perm) {
    /** Of a Transpose that says it. */
    static Optional<AxisOrder> of(Node node) {
        return node.is("Transpose")
                ? node.attributes()
                        .getInts("perm")
                        .map(perm ->
                                new AxisOrder(perm.stream().map(Long::intValue).toList()))
                : Optional.empty();
    }

    int rank() {
        return perm.size();
    }

    AxisOrder inverse() {
        return new AxisOrder(IntStream.range(0, rank()).mapToObj(perm::indexOf).toList());
    }

    long[] longs() {
        return perm.stream().mapToLong(axis -> axis).toArray();
    }

    /** Where the input has an axis of the result, counted from the end if it is below 0. */
    long before(long axis) {
        return perm.get(Math.floorMod((int) axis, rank()));
    }

    boolean has(long axis) {
        return axis >= -rank() && axis < rank();
    }

    /** A list with a number for each axis of the result, once or several times in a row, for the input. */
    double[] before(double... perAxis) {
        double[] moved = new double[perAxis.length];
        for (int i = 0; i < perAxis.length; i++) {
            moved[i / rank() * rank() + perm.get(i % rank())] = perAxis[i];
        }
        return moved;
    }

    /** A constant that is broadcast with the result, for the input; itself if it is one number. */
    NdArray before(NdArray constant) {
        if (constant.count() == 1 && constant.rank() <= 1) {
            return constant;
        }
        long[] dims = new long[rank()];
        Arrays.fill(dims, 1);
        System.arraycopy(constant.dims(), 0, dims, rank() - constant.rank(), constant.rank());
        long[] moved = new long[rank()];
        int[] strides = new int[rank()];
        int stride = 1;
        for (int i = rank() - 1; i >= 0; i--) {
            moved[perm.get(i)] = dims[i];
            strides[perm.get(i)] = stride;
            stride *= (int) dims[i];
        }
        double[] values = new double[constant.count()];
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            int from = 0;
            for (int axis = rank() - 1; axis >= 0; axis--) {
                from += rest % (int) moved[axis] * strides[axis];
                rest /= (int) moved[axis];
            }
            values[i] = constant.values()[from];
        }
        return new NdArray(constant.type(), moved, values);
    }
}
