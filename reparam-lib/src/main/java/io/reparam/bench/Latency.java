package io.reparam.bench;

import java.util.Arrays;

/**
 * How long a run takes, in milliseconds.
 *
 * @param runs measured
 * @param p10 tenth percentile: the machine at its quietest
 * @param p50 median
 * @param p90 ninetieth percentile
 * @param p99 ninety-ninth percentile
 * @param mean of all
 */
public record Latency(int runs, double p10, double p50, double p90, double p99, double mean) {

    /** @param nanos of each run, at least one */
    static Latency of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latency(
                sorted.length,
                percentile(sorted, 0.10) / 1e6,
                percentile(sorted, 0.50) / 1e6,
                percentile(sorted, 0.90) / 1e6,
                percentile(sorted, 0.99) / 1e6,
                Arrays.stream(sorted).average().orElseThrow() / 1e6);
    }

    /** Between the two nearest ranks, linearly. */
    static double percentile(long[] sorted, double fraction) {
        double rank = fraction * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
