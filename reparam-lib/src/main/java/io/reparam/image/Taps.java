package io.reparam.image;

/**
 * For each output pixel of a line: the first input pixel it reads, and the weights of that one and those after it, in units of
 * 2^-22, which sum to 1 but for rounding.
 */
record Taps(int[] first, int[][] weights) {
    static final int BITS = 22;
    /** What a sum starts with, so that it is rounded rather than cut. */
    static final int HALF = 1 << (BITS - 1);

    /**
     * Of a part of a line.
     *
     * @param outSize of the whole line after resizing
     * @param from first output pixel
     * @param length output pixels
     */
    static Taps of(int inSize, int outSize, int from, int length, Interpolation filter) {
        return of(inSize, inSize, outSize, from, length, filter);
    }

    /**
     * Of a line whose last pixel is only partly image, as a decoder leaves it that shrinks lines by a whole number.
     *
     * @param covered pixels of it that are image, above inSize - 1
     */
    static Taps of(int inSize, double covered, int outSize, int from, int length, Interpolation filter) {
        double scale = covered / outSize;
        double stretch = Math.max(scale, 1);
        double support = filter.support * stretch;
        int[] first = new int[length];
        int[][] weights = new int[length][];
        for (int i = 0; i < length; i++) {
            double centre = (from + i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - support + 0.5));
            double[] exact = new double[Math.min(inSize, (int) (centre + support + 0.5)) - first[i]];
            double sum = 0;
            for (int k = 0; k < exact.length; k++) {
                exact[k] = filter.weight((first[i] + k - centre + 0.5) / stretch);
                sum += exact[k];
            }
            weights[i] = new int[exact.length];
            for (int k = 0; k < exact.length; k++) {
                weights[i][k] = (int) Math.round(exact[k] / sum * (1 << BITS));
            }
        }
        return new Taps(first, weights);
    }

    /** The same output from a line that is stored from its other end. */
    Taps mirrored(int inSize) {
        int[] starts = new int[first.length];
        int[][] turned = new int[first.length][];
        for (int i = 0; i < first.length; i++) {
            int count = weights[i].length;
            starts[i] = inSize - first[i] - count;
            turned[i] = new int[count];
            for (int k = 0; k < count; k++) {
                turned[i][k] = weights[i][count - 1 - k];
            }
        }
        return new Taps(starts, turned);
    }

    int length() {
        return first.length;
    }

    /** The most that one output reads. */
    int mostRead() {
        int most = 0;
        for (int[] each : weights) {
            most = Math.max(most, each.length);
        }
        return most;
    }

    /** The first input pixel that is read. */
    int low() {
        return Math.min(first[0], first[first.length - 1]);
    }

    /** After the last input pixel that is read. */
    int high() {
        int last = first.length - 1;
        return Math.max(first[0] + weights[0].length, first[last] + weights[last].length);
    }

    /** A bicubic filter overshoots: at most 1.3 x 255, which an int of these units holds. */
    static byte clip(int sum) {
        int value = sum >> BITS;
        // a branch that is hardly ever taken is faster than a minimum and a maximum
        return (byte) ((value & ~0xff) == 0 ? value : ~value >> 31);
    }
}
