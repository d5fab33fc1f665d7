package io.reparam.artifact;

import java.nio.FloatBuffer;

/**
 * The only code that turns an image into a net's input: training, evaluation and the service all call it, so none of them can
 * differ from the others. Immutable; any number of threads may share one.
 */
public final class ImageTensorizer {
    private final PreprocessSpec spec;
    /** [3][256]: the normalised value of each byte of each channel. */
    private final float[][] normalized = new float[3][256];

    public ImageTensorizer(PreprocessSpec spec) {
        this.spec = spec;
        for (int c = 0; c < 3; c++) {
            for (int value = 0; value < 256; value++) {
                normalized[c][value] =
                        (value / 255f - spec.mean().get(c)) / spec.std().get(c);
            }
        }
    }

    public PreprocessSpec spec() {
        return spec;
    }

    /**
     * Resizes, crops and normalises an image.
     *
     * @param out receives {@code [3][height][width]} floats from its position on, which moves behind them
     * @throws java.nio.BufferOverflowException if out has not that much room
     */
    public void tensorize(RgbImage image, FloatBuffer out) {
        Resized size = Resized.of(image.width(), image.height(), spec);
        int left = (size.width() - spec.width()) / 2;
        int top = (size.height() - spec.height()) / 2;
        byte[] rgb = image.rgb();
        int stride = image.width();
        if (size.width() != image.width() || size.height() != image.height()) {
            // only the crop is computed, in full precision of the whole resized image
            rgb = Resampler.resample(image, size.width(), size.height(), left, top, spec);
            stride = spec.width();
            left = 0;
            top = 0;
        }
        normalize(rgb, stride, left, top, out);
    }

    /** An image that has the net's size already, {@code [height][width][3]}. */
    void normalize(byte[] rgb, FloatBuffer out) {
        normalize(rgb, spec.width(), 0, 0, out);
    }

    private void normalize(byte[] rgb, int stride, int left, int top, FloatBuffer out) {
        for (int c = 0; c < 3; c++) {
            float[] table = normalized[c];
            for (int y = 0; y < spec.height(); y++) {
                int at = ((top + y) * stride + left) * 3 + c;
                for (int x = 0; x < spec.width(); x++, at += 3) {
                    out.put(table[rgb[at] & 0xff]);
                }
            }
        }
    }
}
