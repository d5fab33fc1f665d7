package io.reparam.artifact;

/**
 * Two lines of three channels, filtered together: a long holds a value of the first in its lower half and one of the second in its
 * upper half, so that one multiplication serves both. Belongs to one thread.
 */
final class LinePair {
    /** Both start with what rounds them. */
    private static final long HALVES = Taps.HALF | (long) Taps.HALF << 32;

    private final Taps taps;
    private final int from;
    private final long[] both;

    /** @param taps of the outputs, over pixels of a line */
    LinePair(Taps taps) {
        this.taps = taps;
        from = 3 * taps.low();
        both = new long[3 * taps.high() - from];
    }

    /** @param at where the first line starts in rgb */
    void first(byte[] rgb, int at) {
        for (int i = 0; i < both.length; i++) {
            both[i] = rgb[at + from + i] & 0xff;
        }
    }

    /** @param words a pixel each, red uppermost */
    void first(int[] words) {
        for (int x = 0; x < both.length / 3; x++) {
            int word = words[from / 3 + x];
            both[3 * x] = word >>> 24;
            both[3 * x + 1] = (word >> 16) & 0xff;
            both[3 * x + 2] = (word >> 8) & 0xff;
        }
    }

    /** The second line, after the first. */
    void second(byte[] rgb, int at) {
        for (int i = 0; i < both.length; i++) {
            both[i] |= (long) (rgb[at + from + i] & 0xff) << 32;
        }
    }

    /** The second line, after the first. */
    void second(int[] words) {
        for (int x = 0; x < both.length / 3; x++) {
            long word = words[from / 3 + x];
            both[3 * x] |= (word & 0xFF000000L) << 8;
            both[3 * x + 1] |= (word & 0xFF0000L) << 16;
            both[3 * x + 2] |= (word & 0xFF00L) << 24;
        }
    }

    /**
     * Filters both lines; where they have one place in the result, the second stays.
     *
     * @param firstTo where the first line's outputs start; they are {@code step} bytes apart
     */
    void filter(byte[] out, int firstTo, int secondTo, int step) {
        int[] starts = taps.first();
        for (int x = 0; x < starts.length; x++) {
            int[] weights = taps.weights()[x];
            int at = 3 * starts[x] - from;
            long red = HALVES;
            long green = HALVES;
            long blue = HALVES;
            for (int k = 0; k < weights.length; k++) {
                long weight = weights[k];
                red += weight * both[at + 3 * k];
                green += weight * both[at + 3 * k + 1];
                blue += weight * both[at + 3 * k + 2];
            }
            int to = firstTo + x * step;
            out[to] = Taps.clip((int) red);
            out[to + 1] = Taps.clip((int) green);
            out[to + 2] = Taps.clip((int) blue);
            to = secondTo + x * step;
            out[to] = Taps.clip(upper(red));
            out[to + 1] = Taps.clip(upper(green));
            out[to + 2] = Taps.clip(upper(blue));
        }
    }

    /** What the lower half borrowed when it fell below 0 is given back. */
    private static int upper(long sums) {
        return (int) ((sums - (int) sums) >> 32);
    }
}
