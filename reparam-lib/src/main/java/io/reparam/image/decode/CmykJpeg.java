package io.reparam.image.decode;

import java.awt.image.Raster;

/**
 * Four-channel JPEGs to RGB, in the arithmetic of libjpeg and Pillow, so that the values are Pillow's. Colour values are taken as
 * Adobe stores them: inverted.
 *
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jdcolor.c">libjpeg-turbo, ycck_cmyk_convert</a>
 */
final class CmykJpeg {
    private static final int HALF = 1 << 15;

    private CmykJpeg() {}

    /**
     * Gives all lines.
     *
     * @param raster the channels as stored
     * @param ycck whether the first three are Y, Cb, Cr rather than C, M, Y
     * @return true
     */
    static boolean read(Raster raster, boolean ycck, Canvas canvas) throws ImageDecodeException {
        int width = raster.getWidth();
        byte[] rgb = new byte[3 * width];
        int[] row = new int[4 * width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0, to = 0; x < row.length; x += 4) {
                if (ycck) {
                    toCmy(row, x);
                }
                // stored inverted: what is left of the light after the black ink, and after each ink
                int light = row[x + 3];
                for (int c = 0; c < 3; c++) {
                    int ink = 255 - row[x + c];
                    rgb[to++] = (byte) Math.max(0, light - product(ink, light));
                }
            }
            canvas.line(y, rgb, 0);
        }
        return true;
    }

    private static void toCmy(int[] row, int at) {
        int luma = row[at];
        int cb = row[at + 1] - 128;
        int cr = row[at + 2] - 128;
        row[at] = 255 - clip(luma + ((91_881 * cr + HALF) >> 16));
        row[at + 1] = 255 - clip(luma + ((-22_554 * cb - 46_802 * cr + HALF) >> 16));
        row[at + 2] = 255 - clip(luma + ((116_130 * cb + HALF) >> 16));
    }

    /** a b / 255, rounded. */
    private static int product(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
