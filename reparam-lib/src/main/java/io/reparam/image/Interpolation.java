package io.reparam.image;

/** How an image is resampled. All widen their filter by the scale when they shrink an image (antialias), as Pillow does. */
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
    },
    /** Sinc windowed by a wider sinc, support 3 pixels. */
    LANCZOS(3) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            return x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    },
    /** Mean over the pixel, support half a pixel. */
    BOX(0.5) {
        @Override
        double weight(double distance) {
            return distance > -0.5 && distance <= 0.5 ? 1 : 0;
        }
    };

    final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** The filter's weight of a pixel at this distance, in units of the coarser of both pixel grids. */
    abstract double weight(double distance);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
