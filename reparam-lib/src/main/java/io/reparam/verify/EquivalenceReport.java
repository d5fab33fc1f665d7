package io.reparam.verify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The result of a check.
 *
 * @param equivalent whether every judged comparison is within the tolerance
 * @param tolerance asked for
 * @param plan what was run
 * @param comparisons of {@link Subject#CANDIDATE} are judged, the others are there to be seen
 * @param untaken images that the original itself does not take
 * @param unreadable image files that were passed over
 */
public record EquivalenceReport(
        boolean equivalent,
        Tolerance tolerance,
        CheckPlan plan,
        List<Comparison> comparisons,
        List<UntakenShape> untaken,
        int unreadable) {
    public EquivalenceReport {
        comparisons = List.copyOf(comparisons);
        untaken = List.copyOf(untaken);
    }

    /** Judges comparisons. */
    static EquivalenceReport of(
            Tolerance tolerance,
            CheckPlan plan,
            List<Comparison> comparisons,
            List<UntakenShape> untaken,
            int unreadable) {
        boolean equivalent = comparisons.stream()
                .filter(comparison -> comparison.subject() == Subject.CANDIDATE)
                .flatMap(comparison -> comparison.outputs().stream())
                .allMatch(tolerance::allows);
        return new EquivalenceReport(equivalent, tolerance, plan, comparisons, untaken, unreadable);
    }

    /**
     * Both reports in one; equivalent if both are.
     *
     * @param other of the same tolerance and plan
     * @param samples what the other's images are called from now on
     */
    public EquivalenceReport and(String samples, EquivalenceReport other) {
        Stream<Comparison> renamed =
                other.comparisons().stream().map(c -> new Comparison(samples, c.subject(), c.images(), c.outputs()));
        Stream<UntakenShape> renamedUntaken =
                other.untaken().stream().map(u -> new UntakenShape(samples, u.shape(), u.reason()));
        return new EquivalenceReport(
                equivalent && other.equivalent(),
                tolerance,
                plan,
                Stream.concat(comparisons.stream(), renamed).toList(),
                Stream.concat(untaken.stream(), renamedUntaken).toList(),
                unreadable + other.unreadable());
    }

    /**
     * The same report, which is also equivalent if rounding alone, as the nudged original shows it, exceeds the tolerance: for
     * nets that nobody trained, whose rounding is nobody's concern. An error of structure is larger by orders of magnitude.
     */
    public EquivalenceReport exceptRounding() {
        boolean sameTop1 = judged().stream()
                .flatMap(comparison -> comparison.outputs().stream())
                .allMatch(difference -> difference.sameTop1() == difference.top1Images());
        return new EquivalenceReport(
                equivalent || (sameTop1 && onlyRounding()), tolerance, plan, comparisons, untaken, unreadable);
    }

    /** Lines for a terminal. */
    public String text() {
        List<String> lines = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            for (OutputDifference difference : comparison.outputs()) {
                lines.add(comparison.samples() + " images " + comparison.images() + ", " + comparison.subject() + ", "
                        + difference.text());
            }
        }
        untaken.forEach(u -> lines.add(
                "not compared: " + u.samples() + " images of " + u.shape() + ", which the original does not take"));
        if (unreadable > 0) {
            lines.add(unreadable + " image files could not be read and were passed over");
        }
        if (!equivalent && onlyRounding()) {
            lines.add("the original itself moves as much when its images move by one rounding step: on these images"
                    + " rounding is larger than the tolerance"
                    + rounding().stream()
                            .mapToObj(t -> String.format(Locale.ROOT, "; a tolerance of %.0e allows for it", t))
                            .findFirst()
                            .orElse("; real images tell more"));
        }
        lines.add(String.format(
                Locale.ROOT,
                "%s at tolerance %.1g%s",
                verdict(),
                tolerance.scaleRelative(),
                tolerance.equalTop1() ? " and equal top-1" : ""));
        return String.join(System.lineSeparator(), lines);
    }

    /** {@code EQUIVALENT} or {@code DIFFERENT}. */
    public String verdict() {
        return equivalent ? "EQUIVALENT" : "DIFFERENT";
    }

    /** Whether no output of the candidate is further from the original than the nudged original is, up to a factor of 2. */
    public boolean onlyRounding() {
        for (Comparison candidate : judged()) {
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

    /** Twice what one rounding step does to the original, up to one digit; empty if that is no tolerance at all. */
    private OptionalDouble rounding() {
        double largest = 0;
        for (Comparison candidate : judged()) {
            for (int i = 0; i < candidate.outputs().size(); i++) {
                largest = Math.max(largest, 2 * nudged(candidate.samples(), i).scaleRelative());
            }
        }
        double digit = Optional.of(largest)
                .filter(Double::isFinite)
                .map(x -> new BigDecimal(x)
                        .round(new MathContext(1, RoundingMode.UP))
                        .doubleValue())
                .orElse(1.0);
        return digit < 0.1 ? OptionalDouble.of(digit) : OptionalDouble.empty();
    }

    private List<Comparison> judged() {
        return comparisons.stream()
                .filter(comparison -> comparison.subject() == Subject.CANDIDATE)
                .toList();
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
