package io.reparam.service.load;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long answers took.
 *
 * @param nanos of every answer, ascending
 * @param refused requests that got none
 * @param wallNanos from the first request to the last answer
 */
record Latencies(long[] nanos, int refused, long wallNanos) {
    Latencies {
        Arrays.sort(nanos);
    }

    /** In ms, by the nearest rank. */
    double percentile(double p) {
        return nanos.length == 0 ? Double.NaN : nanos[(int) Math.max(0, Math.ceil(p / 100 * nanos.length) - 1)] / 1e6;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%d answers, %d refused, %.0f/s, p50 %.2f, p90 %.2f, p99 %.2f, p99.9 %.2f, max %.2f ms",
                nanos.length,
                refused,
                nanos.length / (wallNanos / 1e9),
                percentile(50),
                percentile(90),
                percentile(99),
                percentile(99.9),
                percentile(100));
    }
}
