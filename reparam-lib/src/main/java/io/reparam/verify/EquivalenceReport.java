package io.reparam.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The result of a check.
 *
 * @param equivalent whether every judged comparison is within the tolerance
 * @param tolerance asked for
 * @param plan what was run
 * @param comparisons judged where the candidate ran unoptimized; the optimized ones are there to be seen
 */
public record EquivalenceReport(boolean equivalent, Tolerance tolerance, CheckPlan plan, List<Comparison> comparisons) {
    private static final double COLD = 1e-2; // a float32 sigmoid near 0 is exact to 1e-7 only

    public EquivalenceReport {
        comparisons = List.copyOf(comparisons);
    }

    /** Lines for a terminal. */
    public String text() {
        List<String> lines = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            for (OutputDifference d : comparison.outputs()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s images %d, candidate %s, output '%s': max |diff| %.3g, / max |reference| %.3g = %.3g%s%s",
                        comparison.samples(),
                        comparison.images(),
                        comparison.optimized() ? "optimized (not judged)" : "as written",
                        d.output(),
                        d.maxAbsolute(),
                        d.maxReference(),
                        d.scaleRelative(),
                        d.top1Images() == 0 ? "" : ", top-1 equal " + d.sameTop1() + " of " + d.top1Images(),
                        d.notFinite() == 0 ? "" : ", NaN or infinite values " + d.notFinite()));
            }
        }
        if (!equivalent
                && comparisons.stream().flatMap(c -> c.outputs().stream()).anyMatch(d -> d.maxReference() < COLD)) {
            lines.add("an output stays near 0 on these images, where rounding alone is a large part of it;"
                    + " compare on images of the kind the model knows");
        }
        lines.add(String.format(
                Locale.ROOT,
                "%s at tolerance %.1g%s",
                equivalent ? "EQUIVALENT" : "DIFFERENT",
                tolerance.scaleRelative(),
                tolerance.equalTop1() ? " and equal top-1" : ""));
        return String.join(System.lineSeparator(), lines);
    }
}
