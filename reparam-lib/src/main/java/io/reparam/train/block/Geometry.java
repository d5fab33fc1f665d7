package io.reparam.train.block;

/**
 * How a convolution's window moves; the same stride and dilation in both directions.
 *
 * @param height of the kernel
 * @param width of the kernel
 * @param padHeight zeros above and below the input
 * @param padWidth zeros left and right of the input
 * @param groups that channels are divided into
 */
public record Geometry(int height, int width, int stride, int padHeight, int padWidth, int dilation, int groups) {

    /** An odd square with zero padding of half of it. */
    public static Geometry square(int kernel, int stride) {
        return new Geometry(kernel, kernel, stride, kernel / 2, kernel / 2, 1, 1);
    }

    /** An odd rectangle with zero padding of half of it. */
    public static Geometry rectangle(int height, int width, int stride) {
        return new Geometry(height, width, stride, height / 2, width / 2, 1, 1);
    }

    public Geometry inGroups(int number) {
        return new Geometry(height, width, stride, padHeight, padWidth, dilation, number);
    }

    public Geometry padded(int padding) {
        return new Geometry(height, width, stride, padding, padding, dilation, groups);
    }

    /** Dilated, with the padding that keeps the size. */
    public Geometry dilated(int rate) {
        return new Geometry(height, width, stride, height / 2 * rate, width / 2 * rate, rate, groups);
    }

    int outHeight(int in) {
        return Math.floorDiv(in + 2 * padHeight - (height - 1) * dilation - 1, stride) + 1;
    }

    int outWidth(int in) {
        return Math.floorDiv(in + 2 * padWidth - (width - 1) * dilation - 1, stride) + 1;
    }
}
