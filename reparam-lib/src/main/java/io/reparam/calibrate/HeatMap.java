package io.reparam.calibrate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** A picture of a gate: a column a channel, a row an image, dark for small and bright for large. Attention that can go has stripes. */
final class HeatMap {
    private static final int ROW_PIXELS = 2;
    private static final int LEAST_WIDTH = 256;

    private HeatMap() {}

    /** @param rows {@code [images][channels]} */
    static byte[] png(List<float[]> rows) throws IOException {
        int channels = rows.get(0).length;
        int column = Math.max(1, LEAST_WIDTH / channels);
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float[] row : rows) {
            for (float value : row) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        BufferedImage image =
                new BufferedImage(channels * column, rows.size() * ROW_PIXELS, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                float value = rows.get(y / ROW_PIXELS)[x / column];
                image.setRGB(x, y, colour(high > low ? (value - low) / (high - low) : 0.5f));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** From dark blue through green to yellow: its brightness grows with the value, so it is read without colours, too. */
    private static int colour(float part) {
        int red = Math.round(255 * part * part);
        int green = Math.round(30 + 215 * part);
        int blue = Math.round(110 + 60 * (1 - Math.abs(2 * part - 1)) - 80 * part);
        return red << 16 | green << 8 | blue;
    }
}
