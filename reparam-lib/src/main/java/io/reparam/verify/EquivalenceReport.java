package io.reparam.verify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a check.
 *
 * @param verdict on the candidate
 * @param reason where it differs, or why nobody can tell; empty if equivalent
 * @param tolerance asked for
 * @param plan what was run
 * @param comparisons of {@link Subject#CANDIDATE} are judged, the others are there to be seen
 * @param segments what was compared part by part; empty if the whole models told enough
 * @param untaken images that the original itself does not take
 * @param unreadable image files that were passed over
 * @param shapes of the inputs that were compared
 */
public record EquivalenceReport(
        Verdict verdict,
        String reason,
        Tolerance tolerance,
        CheckPlan plan,
        List<Comparison> comparisons,
        Optional<Segments> segments,
        List<UntakenShape> untaken,
        int unreadable,
        List<String> shapes) {
    private static final int SHOWN = 4; // shapes
    /** No rounding that the parts do not show is as much of an output. */
    private static final double GROSS = 0.01;
    /** But where a sigmoid has gone to 0, the last bit of 1 is all that there is. */
    private static final double VANISHING = 1e-5;

    private static final int SAID = 100;
    private static final int LONG = 120; // characters of a line's reason

    public EquivalenceReport {
        comparisons = List.copyOf(comparisons);
        untaken = List.copyOf(untaken);
        shapes = shapes == null ? List.of() : List.copyOf(shapes); // certificates of before have none
    }

    /** Judges comparisons of whole models. */
    static EquivalenceReport of(
            Tolerance tolerance,
            CheckPlan plan,
            List<Comparison> comparisons,
            List<UntakenShape> untaken,
            int unreadable,
            List<String> shapes) {
        boolean equivalent = judged(comparisons)
                .flatMap(comparison -> comparison.outputs().stream())
                .allMatch(tolerance::allows);
        return new EquivalenceReport(
                equivalent ? Verdict.EQUIVALENT : Verdict.DIFFERENT,
                "",
                tolerance,
                plan,
                comparisons,
                Optional.empty(),
                untaken,
                unreadable,
                shapes);
    }

    static EquivalenceReport undecided(Tolerance tolerance, CheckPlan plan, List<UntakenShape> untaken, String reason) {
        return new EquivalenceReport(
                Verdict.UNDECIDED, reason, tolerance, plan, List.of(), Optional.empty(), untaken, 0, List.of());
    }

    public boolean equivalent() {
        return verdict == Verdict.EQUIVALENT;
    }

    /** Outputs of the whole candidate that exceed the tolerance. */
    Set<String> differing() {
        return judged(comparisons)
                .flatMap(comparison -> comparison.outputs().stream())
                .filter(output -> !tolerance.allows(output))
                .map(OutputDifference::output)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The same measures, judged by the parts. An error that hides in the small values of a large tensor passes every part: so the
     * whole must also be no further off than rounding explains.
     *
     * @param innerNoise by output, what rounding inside of the original moves it; may be empty
     */
    EquivalenceReport byParts(CutProof.Outcome parts, Map<String, OutputDifference> innerNoise) {
        if (parts.verdict() == Verdict.EQUIVALENT) {
            Optional<Segments> segments = Optional.of(parts.segments());
            return unexplained(innerNoise)
                    .map(output -> judged(
                            isGross(output) ? Verdict.DIFFERENT : Verdict.UNDECIDED,
                            String.format(
                                    Locale.ROOT,
                                    "every part is equal, but output '%s' of the whole is off by %.3g of its largest value, more"
                                            + " than rounding explains: a part differs in values that are small in it",
                                    output.output(),
                                    output.scaleRelative()),
                            segments))
                    .orElseGet(() -> judged(Verdict.EQUIVALENT, "", segments));
        }
        return judged(parts.verdict(), parts.where(), Optional.of(parts.segments()));
    }

    private static boolean isGross(OutputDifference output) {
        return output.scaleRelative() > GROSS && output.maxAbsolute() > VANISHING;
    }

    /** The same measures, with no proof by parts: different, unless it may be rounding. */
    EquivalenceReport undecidedByParts(String why) {
        return judged(Verdict.UNDECIDED, why, Optional.empty());
    }

    private EquivalenceReport judged(Verdict changed, String why, Optional<Segments> parts) {
        return new EquivalenceReport(changed, why, tolerance, plan, comparisons, parts, untaken, unreadable, shapes);
    }

    private Optional<OutputDifference> unexplained(Map<String, OutputDifference> innerNoise) {
        for (Comparison candidate : judged(comparisons).toList()) {
            for (int i = 0; i < candidate.outputs().size(); i++) {
                OutputDifference output = candidate.outputs().get(i);
                if (!tolerance.allowsSegment(output)
                        && !output.exact()
                        && !isRounding(output, candidate.samples(), i)
                        && !(innerNoise.containsKey(output.output())
                                && CutProof.isRounding(
                                        output, Objects.requireNonNull(innerNoise.get(output.output()))))) {
                    return Optional.of(output);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * This report with another one beside it that can only veto: what differs there differs, what is undecided there says nothing.
     *
     * @param other of the same tolerance and plan
     * @param samples what the other's images are called from now on
     */
    public EquivalenceReport vetoedBy(String samples, EquivalenceReport other) {
        Stream<Comparison> renamed =
                other.comparisons().stream().map(c -> new Comparison(samples, c.subject(), c.images(), c.outputs()));
        Stream<UntakenShape> renamedUntaken = other.untaken().stream()
                .map(u -> u.shape().isEmpty() ? u : new UntakenShape(samples, u.shape(), u.reason()));
        boolean veto = other.verdict() == Verdict.DIFFERENT;
        return new EquivalenceReport(
                veto ? Verdict.DIFFERENT : verdict,
                veto && verdict != Verdict.DIFFERENT ? "with " + samples + " images " + other.reason() : reason,
                tolerance,
                plan,
                Stream.concat(comparisons.stream(), renamed).toList(),
                segments,
                Stream.concat(untaken.stream(), renamedUntaken).toList(),
                unreadable + other.unreadable(),
                shapes);
    }

    /** This report with parts of the interface that were not compared. */
    EquivalenceReport notCompared(List<String> parts) {
        return withBranches(
                List.of(),
                parts.stream()
                        .map(part -> new UntakenShape(part, "", "tensors stand for it"))
                        .toList(),
                "");
    }

    /** This report with what was found where branches are taken, whatever their conditions are. */
    EquivalenceReport withBranches(List<Comparison> branches, List<UntakenShape> missing, String difference) {
        return new EquivalenceReport(
                difference.isEmpty() ? verdict : Verdict.UNDECIDED,
                difference.isEmpty() ? reason : "the models differ in the " + difference,
                tolerance,
                plan,
                Stream.concat(comparisons.stream(), branches.stream()).toList(),
                segments,
                Stream.concat(untaken.stream(), missing.stream()).toList(),
                unreadable,
                shapes);
    }

    /** Whether the original answers with finite numbers that one rounding step does not turn into others. */
    public boolean steady() {
        return comparisons.stream()
                .filter(comparison -> comparison.subject() == Subject.ORIGINAL_NUDGED)
                .flatMap(comparison -> comparison.outputs().stream())
                .allMatch(o -> o.exact() || (o.unequal() == 0 && o.maxReference() > 0 && o.scaleRelative() < 1e-3));
    }

    /** Lines for a terminal. */
    public String text() {
        List<String> lines = new ArrayList<>();
        if (!shapes.isEmpty()) {
            lines.add("compared on "
                    + String.join("; ", shapes.stream().limit(SHOWN).toList())
                    + (shapes.size() > SHOWN ? "; " + (shapes.size() - SHOWN) + " more" : ""));
        }
        comparisons.forEach(comparison -> lines.add(comparison.text()));
        List<String> missing =
                untaken.stream().map(UntakenShape::text).distinct().toList();
        missing.stream().limit(SHOWN).forEach(each -> lines.add("not compared: " + each));
        if (missing.size() > SHOWN) {
            lines.add("not compared: " + (missing.size() - SHOWN) + " more");
        }
        if (unreadable > 0) {
            lines.add(unreadable + " image files could not be read and were passed over");
        }
        judged(comparisons)
                .filter(comparison -> !untaken.isEmpty()
                        && comparison.samples().equals(ComparisonRun.RANDOM)
                        && comparison.images() < plan.images())
                .forEach(comparison -> lines.add("only " + comparison.images() + " random images, not " + plan.images()
                        + ": of the others the original took none"));
        judged(comparisons)
                .filter(comparison -> untaken.isEmpty()
                        && comparison.samples().equals(ComparisonRun.RANDOM)
                        && comparison.images() < plan.images())
                .forEach(comparison -> lines.add(comparison.images() + " random images, not " + plan.images()
                        + ": half of the proof's " + plan.seconds()
                        + " seconds was over, the rest is for parts; --proof-time gives it more"));
        segments.filter(parts -> parts.cuts() > 0)
                .ifPresent(parts -> lines.add(String.format(
                        Locale.ROOT,
                        "part by part on %d images: %d tensors of both models are equal, the worst is '%s' with %.3g of its"
                                + " largest value",
                        parts.images(),
                        parts.cuts(),
                        parts.worst(),
                        parts.error())));
        lines.add(String.format(
                Locale.ROOT,
                "%s at tolerance %.1g%s%s",
                verdict,
                tolerance.scaleRelative(),
                verdict == Verdict.EQUIVALENT && segments.isPresent()
                        ? " of each part; of the whole, rounding adds up to more"
                        : tolerance.equalTop1() ? " and equal top-1" : "",
                reason.isEmpty() ? "" : ": " + reason));
        return String.join(System.lineSeparator(), lines);
    }

    private static Stream<Comparison> judged(List<Comparison> comparisons) {
        return comparisons.stream().filter(comparison -> comparison.subject() == Subject.CANDIDATE);
    }

    /** As far as the original was nudged on such images. */
    private boolean isRounding(OutputDifference difference, String samples, int output) {
        return comparisons.stream()
                .filter(c ->
                        c.subject() == Subject.ORIGINAL_NUDGED && c.samples().equals(samples))
                .anyMatch(c -> CutProof.isRounding(difference, c.outputs().get(output)));
    }

    /**
     * What was not compared, mostly because the original does not take it.
     *
     * @param samples as in {@link Comparison#samples}, or a part of the model
     * @param shape of the inputs; empty for a part of the model
     * @param reason in ONNX Runtime's words where it refused a shape
     */
    public record UntakenShape(String samples, String shape, String reason) {
        /** The end of ONNX Runtime's words, which says what it is about. */
        private String because() {
            String words = reason.strip().replaceAll("\\s+", " ");
            String end = words.length() > SAID ? "..." + words.substring(words.length() - SAID) : words;
            return words.isEmpty() ? "" : ": " + end;
        }

        String text() {
            return shape.isEmpty()
                    ? samples + ": " + (reason.length() > LONG ? reason.substring(0, LONG) + "..." : reason)
                    : samples + " images of " + shape + ", which the original refuses" + because();
        }
    }

    /**
     * A comparison part by part: each part of the candidate gets the values that the original has where it begins, and is compared
     * where it ends.
     *
     * @param images compared
     * @param cuts tensors of both models that were found to be the same
     * @param worst the tensor at the end of the part with the largest error
     * @param error its largest {@code |difference|} over its largest {@code |value|}
     */
    public record Segments(long images, int cuts, String worst, double error) {}
}
