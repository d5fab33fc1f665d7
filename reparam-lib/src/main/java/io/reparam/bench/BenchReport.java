package io.reparam.bench;

import java.util.List;
import java.util.Locale;

/**
 * Two models side by side.
 *
 * @param machine it was measured on
 * @param plan how
 * @param baseline model A
 * @param candidate model B
 * @param ratio of B's median to A's
 */
public record BenchReport(Machine machine, BenchPlan plan, Latency baseline, Latency candidate, Ratio ratio) {

    /** Lines for a terminal. */
    public String text() {
        return String.join(
                System.lineSeparator(),
                List.of(
                        machine.text(),
                        String.format(
                                Locale.ROOT,
                                "batch %d, provider %s, threads %d, ONNX Runtime optimizations %s, %d rounds in random order",
                                plan.batch(),
                                plan.provider().label(),
                                plan.threads(),
                                plan.optimize() ? "on" : "off",
                                baseline.runs()),
                        String.format("%-4s %9s %9s %9s %9s %9s", "ms", "p10", "p50", "p90", "p99", "mean"),
                        row("A", baseline),
                        row("B", candidate),
                        String.format(
                                Locale.ROOT,
                                "B / A of the medians: %.3f (95 %% interval %.3f to %.3f)",
                                ratio.value(),
                                ratio.low(),
                                ratio.high()),
                        verdict()));
    }

    private String verdict() {
        if (ratio.low() <= 1 && ratio.high() >= 1) {
            return "which is faster is not clear";
        }
        return String.format(
                Locale.ROOT,
                "B is %.2f times as %s as A",
                ratio.value() < 1 ? 1 / ratio.value() : ratio.value(),
                ratio.value() < 1 ? "fast" : "slow");
    }

    private static String row(String name, Latency latency) {
        return String.format(
                Locale.ROOT,
                "%-4s %9.3f %9.3f %9.3f %9.3f %9.3f",
                name,
                latency.p10(),
                latency.p50(),
                latency.p90(),
                latency.p99(),
                latency.mean());
    }
}
