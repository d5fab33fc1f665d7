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
 * @param comparisons of {@link Subject#CANDIDATE} are judged, the others are there to be seen
 */
public record EquivalenceReport(boolean equivalent, Tolerance tolerance, CheckPlan plan, List<Comparison> comparisons) {
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
                        "%s images %d, %s, output '%s': max |diff| %.3g, / max |reference| %.3g = %.3g%s%s",
                        comparison.samples(),
                        comparison.images(),
                        comparison.subject(),
                        d.output(),
                        d.maxAbsolute(),
                        d.maxReference(),
                        d.scaleRelative(),
                        d.top1Images() == 0 ? "" : ", top-1 equal " + d.sameTop1() + " of " + d.top1Images(),
                        d.notFinite() == 0 ? "" : ", NaN or infinite values " + d.notFinite()));
            }
        }
        if (!equivalent && onlyRounding()) {
            lines.add("the original itself moves as much when its images move by one float32 step: on these images"
                    + " rounding is larger than the tolerance");
        }
        lines.add(String.format(
                Locale.ROOT,
                "%s at tolerance %.1g%s",
                equivalent ? "EQUIVALENT" : "DIFFERENT",
                tolerance.scaleRelative(),
                tolerance.equalTop1() ? " and equal top-1" : ""));
        return String.join(System.lineSeparator(), lines);
    }

    /** Whether no output of the candidate is further from the original than the nudged original is, up to a factor of 2. */
    public boolean onlyRounding() {
        for (Comparison candidate : comparisons) {
            if (candidate.subject() != Subject.CANDIDATE) {
                continue;
            }
            for (int i = 0; i < candidate.outputs().size(); i++) {
                OutputDifference difference = candidate.outputs().get(i);
                if (difference.notFinite() > 0
                        || difference.scaleRelative()
                                > 2 * nudged(candidate.samples(), i).scaleRelative()) {
                    return false;
                }
            }
        }
        return true;
    }

    private OutputDifference nudged(String samples, int output) {
        return comparisons.stream()
                .filter(c ->
                        c.subject() == Subject.ORIGINAL_NUDGED && c.samples().equals(samples))
                .findFirst()
                .orElseThrow()
                .outputs()
                .get(output);
    }
}
