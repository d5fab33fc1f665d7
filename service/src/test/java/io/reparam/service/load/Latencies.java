package io.reparam.service.load;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long answers took.
 *
 * @param nanos of every answer, ascending
 * @param refusedNanos of every refusal from when the request was sent, ascending
 * @param wallNanos from the first request to the last answer
 */
record Latencies(long[] nanos, long[] refusedNanos, long wallNanos) {
    Latencies {
        Arrays.sort(nanos);
        Arrays.sort(refusedNanos);
    }

    int refused() {
        return refusedNanos.length;
    }

    /** Answers. */
    double perSecond() {
        return nanos.length / (wallNanos / 1e9);
    }

    /** Of answers in ms, by the nearest rank. */
    double percentile(double p) {
        return percentile(nanos, p);
    }

    private static double percentile(long[] sorted, double p) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.max(0, Math.ceil(p / 100 * sorted.length) - 1)] / 1e6;
    }

    String line() {
        String answers = String.format(
                Locale.ROOT,
                "%d answers, %d refused, %.0f/s, p50 %.2f, p90 %.2f, p99 %.2f, p99.9 %.2f, max %.2f ms",
                nanos.length,
                refused(),
                perSecond(),
                percentile(50),
                percentile(90),
                percentile(99),
                percentile(99.9),
                percentile(100));
        return refused() == 0
                ? answers
                : answers
                        + String.format(
                                Locale.ROOT,
                                "; refusals p50 %.2f, p99 %.2f, max %.2f ms",
                                percentile(refusedNanos, 50),
                                percentile(refusedNanos, 99),
                                percentile(refusedNanos, 100));
    }
}
