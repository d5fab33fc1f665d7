package io.reparam.image;

import java.util.Arrays;

/**
 * Separable resampling with a filter that widens when the image shrinks. First rows, then columns, with 8-bit values between
 * the two passes and integer weights: the order and the rounding of Pillow, so that the results are the same.
 *
 * @see <a href="https://pillow.readthedocs.io/en/stable/handbook/concepts.html#filters">Pillow's filters</a>
 */
final class Resampler implements LineSink {
    private static final int NONE = -1;

    private final LinePair pair;
    private final Taps rows;
    private final int low;
    private final int high;
    private final int lineBytes;
    private final byte[] narrow;
    /** Where the line belongs that waits in pair for another one, so that both are filtered together. */
    private int waitingTo = NONE;

    /**
     * @param columns of the result, along a line
     * @param rows of the result, over the lines
     */
    Resampler(Taps columns, Taps rows) {
        this.rows = rows;
        pair = new LinePair(columns);
        low = rows.low();
        high = rows.high();
        lineBytes = columns.length() * 3;
        narrow = new byte[(high - low) * lineBytes];
    }

    /**
     * The crop that starts at (left, top) of the image resized to width x height.
     *
     * @param columns of the crop
     * @return {@code [spec.height][columns][3]}
     */
    static byte[] resample(RgbImage image, int width, int height, int left, int top, int columns, PreprocessSpec spec) {
        Resampler resampler = new Resampler(
                Taps.of(image.width(), width, left, columns, spec.interpolation()),
                Taps.of(image.height(), height, top, spec.height(), spec.interpolation()));
        for (int y = resampler.low; y < resampler.high; y++) {
            resampler.line(y, image.rgb(), y * image.width() * 3);
        }
        return resampler.result().rgb();
    }

    @Override
    public void line(int y, byte[] rgb, int at) {
        if (y < low || y >= high) {
            return;
        }
        if (waitingTo == NONE) {
            pair.first(rgb, at);
        } else {
            pair.second(rgb, at);
        }
        filtered(y);
    }

    @Override
    public void line(int y, int[] words) {
        if (y < low || y >= high) {
            return;
        }
        if (waitingTo == NONE) {
            pair.first(words);
        } else {
            pair.second(words);
        }
        filtered(y);
    }

    /** Filters the line with the one before; it waits if there is none. */
    private void filtered(int y) {
        int to = (y - low) * lineBytes;
        if (waitingTo == NONE) {
            waitingTo = to;
        } else {
            pair.filter(narrow, waitingTo, to);
            waitingTo = NONE;
        }
    }

    @Override
    public RgbImage result() {
        if (waitingTo != NONE) {
            // what would be the second line's goes to a place of its own
            byte[] two = new byte[2 * lineBytes];
            pair.filter(two, 0, lineBytes);
            System.arraycopy(two, 0, narrow, waitingTo, lineBytes);
            waitingTo = NONE;
        }
        byte[] out = new byte[rows.length() * lineBytes];
        LineSum sum = new LineSum(lineBytes);
        // lines that one output reads have places of their own; most are read by the next one, too
        int[][] lines = new int[rows.mostRead()][lineBytes];
        int[] held = new int[lines.length];
        Arrays.fill(held, NONE);
        for (int y = 0; y < rows.length(); y++) {
            sum.restarted();
            int[] weights = rows.weights()[y];
            for (int k = 0; k < weights.length; k++) {
                int line = rows.first()[y] + k;
                int place = line % lines.length;
                if (held[place] != line) {
                    LineSum.widen(narrow, (line - low) * lineBytes, lines[place]);
                    held[place] = line;
                }
                sum.add(weights[k], lines[place]);
            }
            sum.to(out, y * lineBytes);
        }
        return new RgbImage(lineBytes / 3, rows.length(), out);
    }
}
