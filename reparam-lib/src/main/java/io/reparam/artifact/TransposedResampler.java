package io.reparam.artifact;

import java.util.Arrays;

/**
 * {@link Resampler} for an image whose lines are the columns of the result: what is a row there arrives pixel by pixel, so the
 * first pass adds up whole lines. The same values, in the same order.
 */
final class TransposedResampler implements LineSink {
    private final Taps columns;
    private final Taps rows;
    private final byte[][] narrow;
    /** Of the lines so far; empty where none or all have come. */
    private final int[][] sums;

    /**
     * @param columns of the result, over the lines
     * @param rows of the result, along a line
     * @param lineLength pixels
     */
    TransposedResampler(Taps columns, Taps rows, int lineLength) {
        this.columns = columns;
        this.rows = rows;
        narrow = new byte[columns.length()][lineLength * 3];
        sums = new int[columns.length()][0];
    }

    @Override
    public void line(int y, byte[] rgb, int at) {
        for (int x = 0; x < sums.length; x++) {
            int[] weights = columns.weights()[x];
            int tap = y - columns.first()[x];
            if (tap >= 0 && tap < weights.length) {
                add(x, tap, weights, rgb, at);
            }
        }
    }

    private void add(int x, int tap, int[] weights, byte[] rgb, int at) {
        byte[] to = narrow[x];
        if (tap == 0) {
            sums[x] = new int[to.length];
            Arrays.fill(sums[x], Taps.HALF);
        }
        int[] sum = sums[x];
        int weight = weights[tap];
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * (rgb[at + i] & 0xff);
        }
        if (tap == weights.length - 1) {
            for (int i = 0; i < sum.length; i++) {
                to[i] = Taps.clip(sum[i]);
            }
            sums[x] = new int[0];
        }
    }

    @Override
    public byte[] result() {
        int lineBytes = columns.length() * 3;
        byte[] out = new byte[rows.length() * lineBytes];
        for (int x = 0; x < columns.length(); x++) {
            rows.apply(narrow[x], 0, 3, out, x * 3, lineBytes);
        }
        return out;
    }
}
