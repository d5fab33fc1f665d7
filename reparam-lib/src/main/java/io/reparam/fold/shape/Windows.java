package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.COMMUTES_WITH_AFFINE;
import static io.reparam.fold.shape.Trait.COMMUTES_WITH_POSITIVE_SCALE;
import static io.reparam.fold.shape.Trait.COMMUTES_WITH_SCALE;
import static io.reparam.fold.shape.Trait.KEEPS_CHANNELS;
import static io.reparam.fold.shape.Trait.LAYER;
import static io.reparam.fold.shape.Trait.MAXIMUM;
import static io.reparam.fold.shape.Trait.MEAN;
import static io.reparam.fold.shape.Trait.POOLS;
import static io.reparam.fold.shape.Trait.POOLS_ALL;
import static io.reparam.fold.shape.Trait.QUANTIZES;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators that slide a window over the positions of {@code [N, C, spatial..]}: convolutions and poolings.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Conv.html">ONNX Conv</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MaxPool.html">ONNX MaxPool</a>
 */
final class Windows {
    private Windows() {}

    static void addTo(Table table) {
        table.add("Conv", call -> conv(call, 1, call.type(0)), LAYER);
        table.add("ConvInteger", call -> conv(call, 1, ElementType.INT32), QUANTIZES);
        table.add("QLinearConv", call -> conv(call, 3, call.type(7)), QUANTIZES);
        table.add("DeformConv", call -> conv(call, 1, call.type(0)), LAYER);
        table.add("ConvTranspose", Windows::transposed, LAYER);
        table.add("MaxPool", Windows::pool, POOLS, MAXIMUM, KEEPS_CHANNELS, COMMUTES_WITH_POSITIVE_SCALE);
        table.add("AveragePool", Windows::pool, POOLS, MEAN, KEEPS_CHANNELS, COMMUTES_WITH_SCALE);
        table.add("LpPool", Windows::pool, POOLS, KEEPS_CHANNELS);
        table.add("GlobalAveragePool", Windows::global, POOLS_ALL, MEAN, KEEPS_CHANNELS, COMMUTES_WITH_AFFINE);
        table.add("GlobalMaxPool", Windows::global, POOLS_ALL, MAXIMUM, KEEPS_CHANNELS, COMMUTES_WITH_POSITIVE_SCALE);
        table.add("GlobalLpPool", Windows::global, POOLS_ALL, KEEPS_CHANNELS);
        table.add("MaxUnpool", Windows::unpooled, KEEPS_CHANNELS);
        table.add("MaxRoiPool", Windows::regions, POOLS);
        table.add("RoiAlign", Windows::aligned, POOLS);
        table.add("Col2Im", Windows::image);
    }

    /** Output [N, outC, ..]; of an image whose shape is not known the weights say how many dimensions it has. */
    private static void conv(InferredNode call, int weight, @Nullable ElementType type) {
        List<Size> w = call.dims(weight);
        List<Size> x = call.dims(0);
        if (w == null || (x != null && x.size() != w.size())) {
            call.set(0, type, x == null ? null : batched(call, x));
            return;
        }
        List<Size> shape = new ArrayList<>(call.places(0, w.size()));
        if (x != null) {
            shape.set(0, x.get(0));
            Window window = new Window(call, kernel(call, w), false);
            for (int i = 2; i < x.size(); i++) {
                shape.set(i, window.slid(x.get(i), i - 2, call.place(0, i)));
            }
        }
        shape.set(1, w.get(0));
        call.set(0, type, shape);
    }

    private static List<Size> batched(InferredNode call, List<Size> x) {
        List<Size> shape = new ArrayList<>(call.places(0, x.size()));
        shape.set(0, x.get(0));
        return shape;
    }

    private static List<Size> kernel(InferredNode call, List<Size> w) {
        long[] given = call.list("kernel_shape");
        List<Size> kernel = new ArrayList<>(w.subList(2, w.size()));
        for (int i = 0; given != null && i < kernel.size(); i++) {
            kernel.set(i, Size.of(given[i]));
        }
        return kernel;
    }

    private static void transposed(InferredNode call) {
        List<Size> x = call.dims(0);
        List<Size> w = call.dims(1);
        if (x == null && w == null) {
            call.set(0, call.type(0), null);
            return;
        }
        int rank = x == null ? call.shape(1).size() : x.size();
        List<Size> shape = new ArrayList<>(call.places(0, rank));
        if (x != null) {
            shape.set(0, x.get(0));
        }
        if (w != null && w.size() == rank) {
            shape.set(1, w.get(1).times(call.attribute("group", 1)));
            long[] given = call.list("output_shape");
            Window window = new Window(call, kernel(call, w), false);
            for (int i = 2; i < rank; i++) {
                if (given != null) {
                    shape.set(i, Size.of(given[given.length - rank + i]));
                } else if (x != null) {
                    shape.set(i, window.spread(x.get(i), i - 2));
                }
            }
        }
        call.set(0, call.type(0), shape);
    }

    private static void pool(InferredNode call) {
        List<Size> x = call.shape(0);
        List<Size> shape = new ArrayList<>(x);
        long[] given = call.list("kernel_shape");
        if (given == null || given.length != x.size() - 2) {
            throw new IllegalStateException(call.node().label() + " has no kernel for its axes");
        }
        List<Size> kernel = new ArrayList<>();
        for (long taps : given) {
            kernel.add(Size.of(taps));
        }
        Window window = new Window(call, kernel, call.attribute("ceil_mode", 0) != 0);
        for (int i = 2; i < shape.size(); i++) {
            shape.set(i, window.slid(x.get(i), i - 2, call.place(0, i)));
        }
        call.set(0, call.type(0), shape);
        call.set(1, ElementType.INT64, shape);
    }

    private static void global(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        for (int i = 2; i < shape.size(); i++) {
            shape.set(i, Size.ONE);
        }
        call.set(0, call.type(0), shape);
    }

    private static void unpooled(InferredNode call) {
        List<Size> x = call.shape(0);
        List<Size> wish = call.sizes(2);
        if (wish != null) {
            call.set(0, call.type(0), wish);
            return;
        }
        if (call.has(2)) {
            call.set(0, call.type(0), call.places(0, x.size()));
            return;
        }
        List<Size> shape = new ArrayList<>(x);
        long[] kernel = call.list("kernel_shape");
        List<Size> taps = new ArrayList<>();
        for (long tap : kernel == null ? new long[0] : kernel) {
            taps.add(Size.of(tap));
        }
        Window window = new Window(call, taps, false);
        for (int i = 2; i < shape.size(); i++) {
            shape.set(i, window.spread(x.get(i), i - 2));
        }
        call.set(0, call.type(0), shape);
    }

    private static void regions(InferredNode call) {
        long[] pooled = call.list("pooled_shape");
        Size count = call.in(1).dim(0).orElse(call.place(0, 0));
        Size channels = call.in(0).dim(1).orElse(call.place(0, 1));
        if (pooled != null) {
            call.set(0, call.type(0), List.of(count, channels, Size.of(pooled[0]), Size.of(pooled[1])));
        }
    }

    private static void aligned(InferredNode call) {
        Size count = call.in(1).dim(0).or(() -> call.in(2).dim(0)).orElse(call.place(0, 0));
        Size channels = call.in(0).dim(1).orElse(call.place(0, 1));
        Size height = Size.of(call.attribute("output_height", 1));
        Size width = Size.of(call.attribute("output_width", 1));
        call.set(0, call.type(0), List.of(count, channels, height, width));
    }

    /** [N, C prod(block), L] to [N, C, image..]. */
    private static void image(InferredNode call) {
        List<Size> image = call.sizes(1);
        long[] block = call.longs(2);
        List<Size> shape = new ArrayList<>();
        shape.add(call.in(0).dim(0).orElse(call.place(0, 0)));
        long area = 1;
        for (long side : block == null ? new long[0] : block) {
            area *= side;
        }
        shape.add(block == null ? call.place(0, 1) : call.shape(0).get(1).over(Size.of(area)));
        if (image == null) {
            return;
        }
        shape.addAll(image);
        call.set(0, call.type(0), shape);
    }
}
