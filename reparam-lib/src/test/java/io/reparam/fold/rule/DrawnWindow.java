package io.reparam.fold.rule;

import io.reparam.graph.Attributes;

/** A kernel that moves over the spatial axes of a drawn net's last value, with attributes that are seldom the defaults. */
record DrawnWindow(long[] kernel, Attributes attributes, long[] sizes) {

    /** Of a Conv or a pooling. @param padded whether pads and auto_pad are drawn, too */
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

    /** The shape behind it. */
    long[] behind(DrawnNet net, long channels) {
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
