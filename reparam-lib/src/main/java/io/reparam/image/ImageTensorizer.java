package io.reparam.image;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * The only code that turns an image into a net's input: training, evaluation and the service all call it, so none of them can
 * differ from the others. Immutable; any number of threads may share one.
 */
public final class ImageTensorizer {
    private final PreprocessSpec spec;
    private final int channels;
    /** [channels][256]: the normalised value of each byte of each channel. */
    private final float[][] normalized;

    public ImageTensorizer(PreprocessSpec spec) {
        this.spec = spec;
        channels = spec.channels().channels();
        normalized = new float[channels][256];
        for (int c = 0; c < channels; c++) {
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
     * Resizes and normalises an image.
     *
     * @param out receives {@code [channels][height][width]} floats, or {@code [height][width][channels]}, from its position on, which
     *     moves after them
     * @throws java.nio.BufferOverflowException if out has not that much room
     */
    public void tensorize(RgbImage image, FloatBuffer out) {
        Pixels pixels = Pixels.of(image, spec);
        if (spec.layout() == Layout.NCHW) {
            for (int c = 0; c < channels; c++) {
                float[] table = normalized[c];
                // what is padded stays 0
                float[] row = new float[spec.width()];
                for (int y = 0; y < spec.height(); y++) {
                    int at = pixels.at(y) + c;
                    for (int x = 0; x < pixels.width(); x++, at += channels) {
                        row[x] = table[pixels.bytes()[at] & 0xff];
                    }
                    out.put(row);
                }
            }
            return;
        }
        float[] row = new float[spec.width() * channels];
        for (int y = 0; y < spec.height(); y++) {
            int at = pixels.at(y);
            for (int c = 0; c < channels; c++) {
                for (int x = c; x < pixels.width() * channels; x += channels) {
                    row[x] = normalized[c][pixels.bytes()[at + x] & 0xff];
                }
            }
            out.put(row);
        }
    }

    /**
     * Resizes an image for a net that has its normalisation inside.
     *
     * @param out receives bytes where {@link #tensorize} gives floats
     */
    public void bytes(RgbImage image, ByteBuffer out) {
        Pixels pixels = Pixels.of(image, spec);
        if (spec.layout() == Layout.NHWC) {
            byte[] rest = new byte[(spec.width() - pixels.width()) * channels];
            for (int y = 0; y < spec.height(); y++) {
                out.put(pixels.bytes(), pixels.at(y), pixels.width() * channels).put(rest);
            }
            return;
        }
        byte[] row = new byte[spec.width()];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < spec.height(); y++) {
                int at = pixels.at(y) + c;
                for (int x = 0; x < pixels.width(); x++, at += channels) {
                    row[x] = pixels.bytes()[at];
                }
                out.put(row);
            }
        }
    }
}
