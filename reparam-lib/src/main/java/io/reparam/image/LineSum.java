package io.reparam.image;

import java.util.Arrays;

/** A sum of weighted lines. Both are ints, so that the compiler adds several at a time. Belongs to one thread. */
final class LineSum {
    private final int[] sums;

    /** @param length values of a line */
    LineSum(int length) {
        sums = new int[length];
    }

    /** Starts with what rounds the sum. */
    LineSum restarted() {
        Arrays.fill(sums, Taps.HALF);
        return this;
    }

    /** @param line values from 0 to 255 */
    void add(int weight, int[] line) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * line[i];
        }
    }

    /** Writes the sum as bytes. */
    void to(byte[] out, int at) {
        for (int i = 0; i < sums.length; i++) {
            out[at + i] = Taps.clip(sums[i]);
        }
    }

    /** Reads a line to add. */
    static void widen(byte[] in, int at, int[] line) {
        for (int i = 0; i < line.length; i++) {
            line[i] = in[at + i] & 0xff;
        }
    }

    /** Reads a line to add, from its first pixel or a later one on. */
    static void widen(int[] words, int from, int[] line) {
        for (int x = 0; x < line.length / 3; x++) {
            int word = words[from + x];
            line[3 * x] = word >>> 24;
            line[3 * x + 1] = (word >> 16) & 0xff;
            line[3 * x + 2] = (word >> 8) & 0xff;
        }
    }
}
