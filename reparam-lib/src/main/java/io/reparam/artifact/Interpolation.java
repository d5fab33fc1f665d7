package io.reparam.artifact;

/** How an image is resampled. Both widen their filter by the scale when they shrink an image (antialias), as Pillow does. */
public enum Interpolation {
    /** Triangle filter, support 1 pixel. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            return x < 1 ? 1 - x : 0;
        }
    },
    /** Keys' cubic filter with a = -0.5, support 2 pixels. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return (1.5 * x - 2.5) * x * x + 1;
            }
            return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
        }
    };

    final int support;

    Interpolation(int support) {
        this.support = support;
    }

    /** The filter's weight of a pixel at this distance, in units of the coarser of both pixel grids. */
    abstract double weight(double distance);
}
