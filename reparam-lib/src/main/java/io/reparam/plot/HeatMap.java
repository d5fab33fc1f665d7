package io.reparam.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Numbers in rows and columns as a picture: dark blue is low, green the middle, yellow high, white no number. */
public final class HeatMap {
    /** The colours of matplotlib's viridis at equal distances. */
    private static final int[] COLOURS = {0x440154, 0x414487, 0x2a788e, 0x22a884, 0x7ad151, 0xfde725};

    private static final int NO_NUMBER = 0xffffff;
    private static final int LARGEST_CELL = 8;
    private static final int WANTED_SIDE = 800;

    private HeatMap() {}

    /** A PNG file whose colours reach from the smallest number to the largest. */
    public static byte[] png(List<float[]> rows) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float[] row : rows) {
            for (float value : row) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return png(rows.toArray(float[][]::new), low, high > low ? high : low + 1);
    }

    /**
     * A PNG file; one square of equal size a number, several pixels wide where there are few.
     *
     * @param rows at least one, each as long as the first
     * @param low what gets the first colour, as all below do
     * @param high what gets the last colour, as all above do; above low
     * @throws IllegalArgumentException if there is no number, rows differ in length, or high is not above low
     */
    public static byte[] png(float[][] rows, float low, float high) {
        if (rows.length == 0 || rows[0].length == 0 || !(high > low)) {
            throw new IllegalArgumentException("a heat map needs numbers, and a range that is not empty: " + rows.length
                    + " rows, " + low + " to " + high);
        }
        int cell = Math.max(1, Math.min(LARGEST_CELL, WANTED_SIDE / Math.max(rows.length, rows[0].length)));
        BufferedImage image = new BufferedImage(rows[0].length * cell, rows.length * cell, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            float[] row = rows[y / cell];
            if (row.length != rows[0].length) {
                throw new IllegalArgumentException(
                        "row " + y / cell + " has " + row.length + " numbers, the first " + rows[0].length);
            }
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colour((row[x / cell] - low) / (high - low)));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** @param share 0 to 1; anything else is cut off */
    static int colour(float share) {
        if (Float.isNaN(share)) {
            return NO_NUMBER;
        }
        float at = Math.max(0, Math.min(1, share)) * (COLOURS.length - 1);
        int below = Math.min((int) at, COLOURS.length - 2);
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = COLOURS[below] >> shift & 0xff;
            int to = COLOURS[below + 1] >> shift & 0xff;
            rgb |= Math.round(from + (to - from) * (at - below)) << shift;
        }
        return rgb;
    }
}
