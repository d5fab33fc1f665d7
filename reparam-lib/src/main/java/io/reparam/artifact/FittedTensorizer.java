package io.reparam.artifact;

import java.nio.FloatBuffer;

/**
 * Turns images into the input of nets that others trained: with other colours first, padded, or stretched. What it does is done by
 * {@link ImageTensorizer}; only sizes and order are chosen here. Immutable; any number of threads may share one.
 */
public final class FittedTensorizer {
    private final PreprocessSpec spec;
    private final Fit fit;
    private final ChannelOrder order;
    private final ImageTensorizer cropping;

    /** @param spec mean and std in the net's order of colours; its margin counts for {@link Fit#CROP} only */
    public FittedTensorizer(PreprocessSpec spec, Fit fit, ChannelOrder order) {
        this.spec = spec;
        this.fit = fit;
        this.order = order;
        cropping = new ImageTensorizer(spec);
    }

    public PreprocessSpec spec() {
        return spec;
    }

    /**
     * Resizes and normalises an image.
     *
     * @param out receives {@code [3][height][width]} floats from its position on, which moves behind them
     */
    public void tensorize(RgbImage image, FloatBuffer out) {
        RgbImage ordered = order == ChannelOrder.BGR ? swapped(image) : image;
        boolean fits = image.width() == spec.width() && image.height() == spec.height();
        if (fit == Fit.CROP || fits) {
            cropping.tensorize(ordered, out);
            return;
        }
        int height = spec.height();
        int kept = (int) Math.ceil((double) image.width() * height / image.height());
        int width = fit == Fit.PAD ? Math.min(spec.width(), kept) : spec.width();
        PreprocessSpec whole = new PreprocessSpec(
                height, width, Math.max(height, width), spec.interpolation(), spec.mean(), spec.std());
        byte[] resized = Resampler.resample(ordered, width, height, 0, 0, whole);
        FloatBuffer pixels = FloatBuffer.allocate(whole.floats());
        new ImageTensorizer(whole).normalize(resized, pixels);
        for (int row = 0; row < 3 * height; row++) {
            out.put(pixels.array(), row * width, width);
            for (int x = width; x < spec.width(); x++) {
                out.put(0);
            }
        }
    }

    private static RgbImage swapped(RgbImage image) {
        byte[] bgr = image.rgb().clone();
        for (int at = 0; at < bgr.length; at += 3) {
            bgr[at] = image.rgb()[at + 2];
            bgr[at + 2] = image.rgb()[at];
        }
        return new RgbImage(image.width(), image.height(), bgr);
    }
}
