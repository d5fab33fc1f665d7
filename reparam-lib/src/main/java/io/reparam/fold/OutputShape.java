package io.reparam.fold;

import io.reparam.graph.Axis;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The shape that an operator makes of its input's; null where the attributes or constants do not tell. */
final class OutputShape {
    private OutputShape() {}

    static long @Nullable [] windows(Node node, long[] x, long channels, long[] kernel) {
        if (kernel.length != x.length - 2) {
            return null;
        }
        long[] shape = x.clone();
        shape[1] = channels;
        int[] taps = LongStream.of(kernel).mapToInt(size -> (int) size).toArray();
        boolean unlike = Axis.problem(node, taps).isPresent();
        for (int i = 0; i < kernel.length; i++) {
            shape[i + 2] = unlike
                    ? -Math.floorDiv(
                            -x[i + 2],
                            node.attributes()
                                    .getInts("strides")
                                    .orElse(List.of())
                                    .get(i))
                    : Axis.of(node, taps).get(i).outputs(x[i + 2]);
        }
        return shape;
    }

    /** Without output_padding and output_shape, which move the border only. */
    static long @Nullable [] transposed(Node node, long[] x, long[] w) {
        if (w.length != x.length) {
            return null;
        }
        long[] shape = x.clone();
        shape[1] = w[1] * node.attributes().getInt("group", 1);
        for (int i = 2; i < x.length; i++) {
            int axis = i - 2;
            long stride =
                    node.attributes().getInts("strides").map(s -> s.get(axis)).orElse(1L);
            shape[i] = x[i] * stride;
        }
        return shape;
    }

    static long[] flat(long[] x, int axis) {
        int from = axis < 0 ? axis + x.length : axis;
        return new long[] {product(x, 0, from), product(x, from, x.length)};
    }

    static long[] last(long[] x, long size) {
        long[] shape = x.clone();
        shape[x.length - 1] = size;
        return shape;
    }

    static long @Nullable [] reshaped(long[] x, @Nullable Tensor wish) {
        if (wish == null || wish.type() != ElementType.INT64) {
            return null;
        }
        long[] shape = wish.longs();
        for (int i = 0; i < shape.length && i < x.length; i++) {
            shape[i] = shape[i] == 0 ? x[i] : shape[i];
        }
        long given = -LongStream.of(shape).reduce(1, (a, b) -> a * b); // with one -1 among them
        return LongStream.of(shape)
                .map(size -> size < 0 ? product(x, 0, x.length) / Math.max(given, 1) : size)
                .toArray();
    }

    static long @Nullable [] resized(long[] x, @Nullable Tensor scales) {
        if (scales == null || scales.size() != x.length || !scales.type().isReal()) {
            return null;
        }
        double[] factors = scales.doubles();
        return IntStream.range(0, x.length)
                .mapToLong(i -> (long) (x[i] * factors[i]))
                .toArray();
    }

    static long product(long[] sizes, int from, int to) {
        return LongStream.of(Arrays.copyOfRange(sizes, from, to)).reduce(1, (a, b) -> a * b);
    }

    static long[] longs(List<Long> values) {
        return values.stream().mapToLong(value -> value).toArray();
    }
}
