package io.reparam.calibrate;

import io.reparam.image.RgbImage;
import java.util.Arrays;

/**
 * What an image looks like, in 128 bits: whether it becomes brighter to the right and downwards, on a grid of 8x8.
 *
 * @param pixels hash of all pixels, the same for equal images
 */
record PictureHash(long right, long down, int pixels) {
    private static final int GRID = 8;
    /** Bits in which two saved forms of one picture may differ. */
    private static final int NEAR = 5;
    /** Of an even surface, whose bits say nothing. */
    private static final int FEWEST = 12;

    static PictureHash of(RgbImage image) {
        double[][] grid = means(image);
        long right = 0;
        long down = 0;
        for (int y = 0; y < GRID; y++) {
            for (int x = 0; x < GRID; x++) {
                right = right << 1 | (grid[y][x + 1] > grid[y][x] + 0.5 ? 1 : 0);
                down = down << 1 | (grid[y + 1][x] > grid[y][x] + 0.5 ? 1 : 0);
            }
        }
        return new PictureHash(right, down, Arrays.hashCode(image.rgb()));
    }

    boolean same(PictureHash other) {
        return equals(other);
    }

    boolean near(PictureHash other) {
        int bits = Long.bitCount(right) + Long.bitCount(down);
        return bits >= FEWEST && Long.bitCount(right ^ other.right) + Long.bitCount(down ^ other.down) <= NEAR;
    }

    /** Mean brightness of 9x9 fields. */
    private static double[][] means(RgbImage image) {
        int side = GRID + 1;
        double[][] sums = new double[side][side];
        long[][] counts = new long[side][side];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int at = 3 * (y * image.width() + x);
                int row = (int) ((long) y * side / image.height());
                int column = (int) ((long) x * side / image.width());
                sums[row][column] +=
                        (image.rgb()[at] & 0xff) + (image.rgb()[at + 1] & 0xff) + (image.rgb()[at + 2] & 0xff);
                counts[row][column]++;
            }
        }
        for (int i = 0; i < side * side; i++) {
            sums[i / side][i % side] /= 3.0 * Math.max(1, counts[i / side][i % side]);
        }
        return sums;
    }
}
