package io.reparam.image;

/**
 * Two lines of three channels, filtered together: a long holds a value of the first in its lower half and one of the second in its
 * upper half, so that one multiplication serves both. Belongs to one thread.
 */
final class LinePair {
    /** Both start with what rounds them. */
    private static final long HALVES = Taps.HALF | (long) Taps.HALF << 32;

    /** Weights that are read together: loops over the few that there are would take longer than the sums. */
    private static final int STEP = 4;

    private final int from;
    private final int length;
    private final long[] both;
    /** Where each output's first pixel lies in both. */
    private final int[] starts;
    /** Of each output the first weight, then of each the second, to the fourth; where an output has fewer, 0. */
    private final long[][] weights;
    /** Of each output all. */
    private final int[][] all;
    /** Whether no weight is below 0, so that no sum leaves the range of a byte. */
    private final boolean mean;

    /** @param taps of the outputs, over pixels of a line */
    LinePair(Taps taps) {
        from = taps.low();
        length = taps.high() - from;
        starts = new int[taps.length()];
        all = taps.weights();
        weights = new long[STEP][starts.length];
        // the last outputs read on, times 0
        both = new long[3 * (length + STEP)];
        boolean allAbove = true;
        for (int x = 0; x < starts.length; x++) {
            starts[x] = 3 * (taps.first()[x] - from);
            for (int k = 0; k < all[x].length; k++) {
                allAbove &= all[x][k] >= 0;
                if (k < STEP) {
                    weights[k][x] = all[x][k];
                }
            }
        }
        mean = allAbove;
    }

    /** @param at where the first line starts in rgb */
    void first(byte[] rgb, int at) {
        int start = at + 3 * from;
        for (int i = 0; i < 3 * length; i++) {
            both[i] = rgb[start + i] & 0xff;
        }
    }

    /** @param words a pixel each, red uppermost */
    void first(int[] words) {
        for (int x = 0; x < length; x++) {
            int word = words[from + x];
            both[3 * x] = word >>> 24;
            both[3 * x + 1] = (word >> 16) & 0xff;
            both[3 * x + 2] = (word >> 8) & 0xff;
        }
    }

    /** The second line, after the first. */
    void second(byte[] rgb, int at) {
        int start = at + 3 * from;
        for (int i = 0; i < 3 * length; i++) {
            both[i] |= (long) (rgb[start + i] & 0xff) << 32;
        }
    }

    /** The second line, after the first. */
    void second(int[] words) {
        for (int x = 0; x < length; x++) {
            long word = words[from + x];
            both[3 * x] |= (word & 0xFF000000L) << 8;
            both[3 * x + 1] |= (word & 0xFF0000L) << 16;
            both[3 * x + 2] |= (word & 0xFF00L) << 24;
        }
    }

    /**
     * Filters both lines; where they have one place in the result, the second stays.
     *
     * @param firstTo where the first line's outputs start, side by side
     */
    void filter(byte[] out, int firstTo, int secondTo) {
        long[] in = both;
        long[] weights0 = weights[0];
        long[] weights1 = weights[1];
        long[] weights2 = weights[2];
        long[] weights3 = weights[3];
        for (int x = 0; x < starts.length; x++) {
            int at = starts[x];
            long w0 = weights0[x];
            long w1 = weights1[x];
            long w2 = weights2[x];
            long w3 = weights3[x];
            long red = HALVES + w0 * in[at] + w1 * in[at + 3] + w2 * in[at + 6] + w3 * in[at + 9];
            long green = HALVES + w0 * in[at + 1] + w1 * in[at + 4] + w2 * in[at + 7] + w3 * in[at + 10];
            long blue = HALVES + w0 * in[at + 2] + w1 * in[at + 5] + w2 * in[at + 8] + w3 * in[at + 11];
            int[] more = all[x];
            for (int k = STEP; k < more.length; k++) {
                long weight = more[k];
                red += weight * in[at + 3 * k];
                green += weight * in[at + 3 * k + 1];
                blue += weight * in[at + 3 * k + 2];
            }
            if (mean) {
                out[firstTo + 3 * x] = (byte) (red >> Taps.BITS);
                out[firstTo + 3 * x + 1] = (byte) (green >> Taps.BITS);
                out[firstTo + 3 * x + 2] = (byte) (blue >> Taps.BITS);
                out[secondTo + 3 * x] = (byte) (red >> Taps.BITS + 32);
                out[secondTo + 3 * x + 1] = (byte) (green >> Taps.BITS + 32);
                out[secondTo + 3 * x + 2] = (byte) (blue >> Taps.BITS + 32);
            } else {
                out[firstTo + 3 * x] = Taps.clip((int) red);
                out[firstTo + 3 * x + 1] = Taps.clip((int) green);
                out[firstTo + 3 * x + 2] = Taps.clip((int) blue);
                out[secondTo + 3 * x] = Taps.clip(upper(red));
                out[secondTo + 3 * x + 1] = Taps.clip(upper(green));
                out[secondTo + 3 * x + 2] = Taps.clip(upper(blue));
            }
        }
    }

    /** What the lower half borrowed when it fell below 0 is given back. */
    private static int upper(long sums) {
        return (int) ((sums - (int) sums) >> 32);
    }
}
