package io.reparam.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * The candidate's median over the baseline's: below 1 is faster.
 *
 * @param value of all rounds
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 */
public record Ratio(double value, double low, double high) {
    private static final int RESAMPLES = 1000;

    /**
     * With a moving-block bootstrap: neighbouring rounds share the machine's mood, so blocks of them are drawn, of length
     * sqrt(rounds), and both models' times of a round stay together.
     *
     * @param a baseline, one time a round
     * @param b candidate, as many
     */
    static Ratio of(long[] a, long[] b, long seed) {
        Random random = new Random(seed);
        int rounds = a.length;
        int block = Math.max(1, (int) Math.round(Math.sqrt(rounds)));
        double[] ratios = new double[RESAMPLES];
        long[] drawnA = new long[rounds];
        long[] drawnB = new long[rounds];
        for (int i = 0; i < RESAMPLES; i++) {
            int filled = 0;
            while (filled < rounds) {
                int start = random.nextInt(rounds - block + 1);
                int length = Math.min(block, rounds - filled);
                System.arraycopy(a, start, drawnA, filled, length);
                System.arraycopy(b, start, drawnB, filled, length);
                filled += length;
            }
            ratios[i] = median(drawnB) / median(drawnA);
        }
        Arrays.sort(ratios);
        return new Ratio(
                median(b.clone()) / median(a.clone()),
                ratios[(int) (0.025 * RESAMPLES)],
                ratios[(int) (0.975 * RESAMPLES) - 1]);
    }

    /** Sorts its argument. */
    private static double median(long[] values) {
        Arrays.sort(values);
        return Latency.percentile(values, 0.5);
    }
}
