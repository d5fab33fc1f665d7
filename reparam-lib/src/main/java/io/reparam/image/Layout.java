package io.reparam.image;

/** In which order the values of an image lie in a net's input. */
public enum Layout {
    /** One plane a channel: PyTorch's order. */
    NCHW,
    /** All channels of a pixel side by side: TensorFlow's order. */
    NHWC;

    /** Sizes of one image in this order, without the batch. */
    public long[] row(long channels, long height, long width) {
        return this == NCHW ? new long[] {channels, height, width} : new long[] {height, width, channels};
    }
}
