package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.COMMUTES_WITH_AFFINE;
import static io.reparam.fold.shape.Trait.KEEPS_CHANNELS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Operators that make an image of another size.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Resize.html">ONNX Resize</a>
 */
final class Resizes {
    private Resizes() {}

    static void addTo(Table table) {
        table.add("Resize", Resizes::resize, COMMUTES_WITH_AFFINE, KEEPS_CHANNELS);
        table.add("Upsample", Resizes::upsample, COMMUTES_WITH_AFFINE, KEEPS_CHANNELS);
        table.add("GridSample", Resizes::sample, KEEPS_CHANNELS);
        table.add("AffineGrid", Resizes::grid);
    }

    /** Scales are input 1 at opset 10 and input 2 from 11 on, where input 3 may say sizes instead. */
    private static void resize(InferredNode call) {
        if (call.opset() < 11) {
            call.set(0, call.type(0), scaled(call, call.shape(0), call.doubles(1), call.list("axes")));
            return;
        }
        List<Size> x = call.shape(0);
        long[] axes = call.list("axes");
        boolean bySizes = call.has(3) && call.in(3).size(0).orElse(-1) != 0;
        call.set(0, call.type(0), bySizes ? sized(call, x, axes) : scaled(call, x, call.doubles(2), axes));
    }

    /** Scales are an attribute up to opset 8 and an input at 9. */
    private static void upsample(InferredNode call) {
        double[] scales = call.node()
                .attributes()
                .getFloats("scales")
                .map(list -> list.stream().mapToDouble(scale -> scale).toArray())
                .orElseGet(() -> call.doubles(1));
        if (scales == null && call.node().attributes().has("height_scale")) {
            double height = call.node().attributes().getFloat("height_scale", 1);
            scales = new double[] {1, 1, height, call.node().attributes().getFloat("width_scale", 1)};
        }
        call.set(0, call.type(0), scaled(call, call.shape(0), scales, null));
    }

    private static int[] places(List<Size> x, long @Nullable [] axes) {
        return axes == null
                ? IntStream.range(0, x.size()).toArray()
                : Arrays.stream(axes)
                        .mapToInt(axis -> InferredNode.axis(axis, x.size()))
                        .toArray();
    }

    private static List<Size> scaled(
            InferredNode call, List<Size> x, double @Nullable [] scales, long @Nullable [] axes) {
        List<Size> shape = new ArrayList<>(x);
        int[] places = places(x, axes);
        for (int i = 0; i < places.length; i++) {
            int axis = places[i];
            shape.set(
                    axis,
                    scales == null || scales.length != places.length
                            ? call.place(0, axis)
                            : x.get(axis).scaled(scales[i]));
        }
        return shape;
    }

    private static List<Size> sized(InferredNode call, List<Size> x, long @Nullable [] axes) {
        List<Size> sizes = call.sizes(3);
        List<Size> shape = new ArrayList<>(x);
        int[] places = places(x, axes);
        String policy = call.node().attributes().getText("keep_aspect_ratio_policy", "stretch");
        if (sizes == null || sizes.size() != places.length) {
            for (int axis : places) {
                shape.set(axis, call.place(0, axis));
            }
            return shape;
        }
        if (!policy.equals("stretch")) {
            return keepingRatio(call, x, sizes, places, policy.equals("not_larger"));
        }
        for (int i = 0; i < places.length; i++) {
            boolean sure = sizes.get(i).least() >= 0;
            shape.set(places[i], sure ? sizes.get(i) : call.place(0, places[i]));
        }
        return shape;
    }

    private static List<Size> keepingRatio(
            InferredNode call, List<Size> x, List<Size> sizes, int[] places, boolean smallest) {
        List<Size> shape = new ArrayList<>(x);
        double scale = Double.NaN;
        for (int i = 0; i < places.length; i++) {
            if (!sizes.get(i).isKnown() || !x.get(places[i]).isKnown()) {
                for (int axis : places) {
                    shape.set(axis, call.place(0, axis));
                }
                return shape;
            }
            double own = (float) sizes.get(i).known().getAsLong()
                    / (float) x.get(places[i]).known().getAsLong();
            scale = Double.isNaN(scale) || (smallest ? own < scale : own > scale) ? own : scale;
        }
        for (int axis : places) {
            shape.set(axis, Size.of(Math.round(x.get(axis).known().orElseThrow() * scale)));
        }
        return shape;
    }

    /** X [N, C, in..] at the places of a grid [N, out.., axes]. */
    private static void sample(InferredNode call) {
        List<Size> grid = call.shape(1);
        List<Size> shape = new ArrayList<>(call.places(0, grid.size()));
        call.in(0).dim(0).ifPresent(batch -> shape.set(0, batch));
        call.in(0).dim(1).ifPresent(channels -> shape.set(1, channels));
        for (int i = 2; i < grid.size(); i++) {
            shape.set(i, grid.get(i - 1));
        }
        call.set(0, call.type(0), shape);
    }

    /** For an image of a size [N, C, H, W] or [N, C, D, H, W]: [N, H, W, 2] or [N, D, H, W, 3]. */
    private static void grid(InferredNode call) {
        List<Size> size = call.sizes(1);
        long count = size == null ? call.in(1).size(0).orElse(-1) : size.size();
        if (count < 3) {
            call.set(0, call.type(0), null);
            return;
        }
        List<Size> shape = new ArrayList<>(call.places(0, (int) count));
        for (int i = 2; size != null && i < count; i++) {
            shape.set(i - 1, size.get(i));
        }
        if (size != null) {
            shape.set(0, size.get(0));
        }
        shape.set((int) count - 1, Size.of(count - 2));
        call.set(0, call.type(0), shape);
    }
}
