package io.reparam.image;

import org.jspecify.annotations.Nullable;

/**
 * {@link Resampler} for an image whose lines are the columns of the result: what is a row there arrives pixel by pixel, so the
 * first pass adds up whole lines. The same values, in the same order.
 */
final class TransposedResampler implements LineSink {
    private final Taps columns;
    private final Taps rows;
    private final int from;
    private final int[] wide;
    private final byte[][] narrow;
    /** Of the lines so far; null where none or all have come. */
    private final @Nullable LineSum[] sums;

    /**
     * @param columns of the result, over the lines
     * @param rows of the result, along a line
     */
    TransposedResampler(Taps columns, Taps rows) {
        this.columns = columns;
        this.rows = rows;
        from = 3 * rows.low();
        wide = new int[3 * rows.high() - from];
        narrow = new byte[columns.length()][wide.length];
        sums = new LineSum[columns.length()];
    }

    @Override
    public void line(int y, byte[] rgb, int at) {
        LineSum.widen(rgb, at + from, wide);
        add(y);
    }

    @Override
    public void line(int y, int[] words) {
        LineSum.widen(words, from / 3, wide);
        add(y);
    }

    private void add(int y) {
        for (int x = 0; x < sums.length; x++) {
            int[] weights = columns.weights()[x];
            int tap = y - columns.first()[x];
            if (tap >= 0 && tap < weights.length) {
                add(x, tap, weights);
            }
        }
    }

    private void add(int x, int tap, int[] weights) {
        LineSum sum = sums[x];
        if (tap == 0 || sum == null) {
            sum = new LineSum(wide.length).restarted();
            sums[x] = sum;
        }
        sum.add(weights[tap], wide);
        if (tap == weights.length - 1) {
            sum.to(narrow[x], 0);
            sums[x] = null;
        }
    }

    @Override
    public RgbImage result() {
        int lineBytes = columns.length() * 3;
        byte[] out = new byte[rows.length() * lineBytes];
        LinePair pair = new LinePair(rows);
        byte[] two = new byte[2 * 3 * rows.length()];
        for (int x = 0; x < columns.length(); x += 2) {
            int next = Math.min(x + 1, columns.length() - 1);
            pair.first(narrow[x], -from);
            pair.second(narrow[next], -from);
            pair.filter(two, 0, 3 * rows.length());
            for (int y = 0; y < rows.length(); y++) {
                System.arraycopy(two, 3 * y, out, y * lineBytes + 3 * x, 3);
                System.arraycopy(two, 3 * (rows.length() + y), out, y * lineBytes + 3 * next, 3);
            }
        }
        return new RgbImage(columns.length(), rows.length(), out);
    }
}
