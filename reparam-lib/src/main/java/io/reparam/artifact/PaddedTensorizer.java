package io.reparam.artifact;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Fits whole images into a net's input, as readers of text lines do: an image is resized to the net's height and keeps its shape;
 * what is narrower than the net is padded on the right with 0 (the mean), what is wider is squeezed. Immutable; any number of
 * threads may share one.
 *
 * @see <a href="https://github.com/PaddlePaddle/PaddleOCR/blob/main/tools/infer/predict_cls.py">PaddleOCR, resize_norm_img</a>
 */
public final class PaddedTensorizer {
    private final int height;
    private final int width;
    private final List<Float> mean;
    private final List<Float> std;
    private final boolean bgr;

    /**
     * @param height of the net's input, pixels
     * @param width of the net's input, pixels
     * @param mean of each channel in the net's order, on the scale 0 to 1
     * @param std of each channel in the net's order, on the scale 0 to 1
     * @param bgr whether the net's channels are B G R, as OpenCV has them, and not R G B
     * @throws IllegalArgumentException as {@link PreprocessSpec}
     */
    public PaddedTensorizer(int height, int width, List<Float> mean, List<Float> std, boolean bgr) {
        PreprocessSpec checked = new PreprocessSpec(
                height, width, Math.max(height, width), Interpolation.BILINEAR, mean, std);
        this.height = height;
        this.width = width;
        this.mean = checked.mean();
        this.std = checked.std();
        this.bgr = bgr;
    }

    /** @param out receives {@code [3][height][width]} floats from its position on, which moves behind them */
    public void tensorize(RgbImage image, FloatBuffer out) {
        int filled = (int) Math.min(width, Math.ceil((double) height * image.width() / image.height()));
        byte[] rgb = image.rgb();
        if (filled != image.width() || height != image.height()) {
            PreprocessSpec part = new PreprocessSpec(
                    height, filled, Math.max(height, filled), Interpolation.BILINEAR, mean, std);
            rgb = Resampler.resample(image, filled, height, 0, 0, part);
        }
        for (int c = 0; c < 3; c++) {
            int from = bgr ? 2 - c : c;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < filled; x++) {
                    int value = rgb[(y * filled + x) * 3 + from] & 0xff;
                    out.put((value / 255f - mean.get(c)) / std.get(c));
                }
                for (int x = filled; x < width; x++) {
                    out.put(0);
                }
            }
        }
    }
}
