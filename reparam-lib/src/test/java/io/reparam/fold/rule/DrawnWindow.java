package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import java.util.Collections;
import java.util.List;

/** A kernel that moves over the spatial axes of a drawn net's last value, with attributes that are seldom the defaults. */
record DrawnWindow(long[] kernel, Attributes attributes, long[] sizes) {

    /**
     * Of a Conv or a pooling.
     *
     * @param padded whether pads and auto_pad are drawn, too
     */
    static DrawnWindow over(DrawnNet net, boolean padded, boolean dilated) {
        int axes = net.rank() - 2;
        long[] kernel = new long[axes];
        long[] strides = new long[axes];
        long[] dilations = new long[axes];
        long[] pads = new long[2 * axes];
        long[] sizes = new long[axes];
        String auto = padded ? net.pick("NOTSET", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER") : "VALID";
        boolean same = auto.startsWith("SAME");
        for (int i = 0; i < axes; i++) {
            kernel[i] = net.pick(1, 2, 3);
            strides[i] = net.pick(1, 1, 2);
            // ONNX Runtime has no dilation with SAME
            dilations[i] = dilated && !same && kernel[i] > 1 ? net.pick(1, 2) : 1;
            boolean explicit = auto.equals("NOTSET") && kernel[i] > 1;
            pads[i] = explicit ? net.pick(0, 1) : 0;
            pads[axes + i] = explicit ? net.pick(0, 1) : 0;
            long in = net.dims()[i + 2];
            if ((kernel[i] - 1) * dilations[i] >= in) {
                kernel[i] = 1;
                dilations[i] = 1;
                pads[i] = 0;
                pads[axes + i] = 0;
            }
            long extent = (kernel[i] - 1) * dilations[i] + 1;
            sizes[i] = same
                    ? (in + strides[i] - 1) / strides[i]
                    : Math.floorDiv(in + pads[i] + pads[axes + i] - extent, strides[i]) + 1;
        }
        Attributes attributes =
                Attributes.none().withInts("kernel_shape", kernel).withInts("strides", strides);
        attributes = dilated ? attributes.withInts("dilations", dilations) : attributes;
        attributes = auto.equals("NOTSET") ? attributes.withInts("pads", pads) : attributes.withText("auto_pad", auto);
        return new DrawnWindow(kernel, attributes, sizes);
    }

    /** Of a pooling: now and then with ceil_mode, so that the last window may hang over the border. */
    DrawnWindow ceiled(DrawnNet net) {
        if (net.opset() < 10
                || net.chance(60)
                || !attributes.getText("auto_pad", "NOTSET").equals("NOTSET")) {
            return this;
        }
        List<Long> strides = attributes.getInts("strides").orElseThrow();
        List<Long> dilations = attributes.getInts("dilations").orElse(Collections.nCopies(sizes.length, 1L));
        List<Long> pads = attributes.getInts("pads").orElseThrow();
        long[] more = sizes.clone();
        for (int i = 0; i < more.length; i++) {
            long extent = (kernel[i] - 1) * dilations.get(i) + 1;
            long room = net.dims()[i + 2] + pads.get(i) + pads.get(more.length + i) - extent;
            more[i] = Math.floorDiv(room + strides.get(i) - 1, strides.get(i)) + 1;
            if (room < 0 || (more[i] - 1) * strides.get(i) >= net.dims()[i + 2] + pads.get(i)) {
                return this; // a window that begins after the image counts for some versions and not for others
            }
        }
        return new DrawnWindow(kernel, attributes.withInt("ceil_mode", 1), more);
    }

    /** The shape after it. */
    long[] after(DrawnNet net, long channels) {
        long[] dims = net.dims();
        dims[1] = channels;
        System.arraycopy(sizes, 0, dims, 2, sizes.length);
        return dims;
    }

    /** Whether every size is left with at least so many positions. */
    boolean leaves(int positions) {
        for (long size : sizes) {
            if (size < positions) {
                return false;
            }
        }
        return true;
    }
}
