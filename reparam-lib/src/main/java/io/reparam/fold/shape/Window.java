package io.reparam.fold.shape;

import java.util.Arrays;
import java.util.List;

/**
 * How many positions a window has, on one axis after the other. With x inputs, k taps, stride s and dilation d it has {@code
 * floor((x + pads - (k - 1) d - 1) / s) + 1} positions, or {@code ceil(x / s)} with automatic padding.
 */
final class Window {
    private final List<Size> kernel;
    private final boolean ceil;
    private final String auto;
    private final long[] strides;
    private final long[] dilations;
    private final long[] pads;
    private final long[] more;

    /** @param ceil whether a last window may be partly beyond the image */
    Window(InferredNode call, List<Size> kernel, boolean ceil) {
        this.kernel = kernel;
        this.ceil = ceil;
        this.auto = call.node().attributes().getText("auto_pad", "NOTSET");
        int axes = kernel.size();
        strides = list(call, "strides", axes, 1);
        dilations = list(call, "dilations", axes, 1);
        pads = list(call, "pads", 2 * axes, 0);
        more = list(call, "output_padding", axes, 0);
    }

    private static long[] list(InferredNode call, String name, int count, long otherwise) {
        long[] given = call.list(name);
        if (given != null && given.length >= count) {
            return given;
        }
        long[] filled = new long[count];
        Arrays.fill(filled, otherwise);
        return filled;
    }

    /** @param unknown where the operator's own description leaves it open */
    Size slid(Size x, int axis, Size unknown) {
        long stride = strides[axis];
        if (auto.startsWith("SAME")) {
            return x.ceilOver(stride);
        }
        boolean padded = !auto.equals("VALID");
        long before = padded ? pads[axis] : 0;
        long after = padded ? pads[axis + kernel.size()] : 0;
        Size extent = kernel.get(axis).plus(-1).times(dilations[axis]);
        Size room = x.plus(before + after - 1).minus(extent);
        if (!ceil) {
            return room.over(Size.of(stride)).plus(1);
        }
        Size most = room.ceilOver(stride).plus(1);
        boolean startsInside = extent.plus(1 - stride - after).least() >= 0;
        if (startsInside) {
            return most;
        }
        if (!most.isKnown() || !x.isKnown()) {
            return unknown;
        }
        // a window that would start in the padding after the image is left out
        long count = most.known().getAsLong();
        return Size.of((count - 1) * stride >= x.known().getAsLong() + before ? count - 1 : count);
    }

    /** Backwards: so many inputs were the positions of a window on what comes out. */
    Size spread(Size x, int axis) {
        long stride = strides[axis];
        if (auto.startsWith("SAME")) {
            return x.times(stride);
        }
        boolean padded = !auto.equals("VALID");
        long cut = padded ? pads[axis] + pads[axis + kernel.size()] : 0;
        Size extent = kernel.get(axis).plus(-1).times(dilations[axis]).plus(1);
        return x.plus(-1).times(stride).plus(extent).plus(more[axis] - cut);
    }
}
