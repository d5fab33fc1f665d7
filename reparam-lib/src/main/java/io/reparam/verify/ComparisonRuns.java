package io.reparam.verify;

import io.reparam.ort.TypedSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the original and the candidate are asked.
 *
 * @param untaken receives what the original does not take, and what is not asked
 */
record ComparisonRuns(
        CheckPlan plan, Signature signature, List<EquivalenceReport.UntakenShape> untaken, TimeLimit deadline) {
    private static final int SWITCHED = 16; // runs
    private static final int SWITCHED_IMAGES = 3;
    private static final double LARGE = 10;
    private static final int LARGE_IMAGES = 1;

    /** @param large whether large values are drawn, too */
    List<ComparisonRun> of(Drawing drawing, @Nullable RealImages real, boolean large) {
        List<ComparisonRun> runs = new ArrayList<>();
        runs.add(run(ComparisonRun.RANDOM, drawing, plan, untaken));
        if (large && signature.inputs().stream().anyMatch(TypedSpec::isReal)) {
            CheckPlan few = plan.atMost(LARGE_IMAGES);
            runs.add(run(ComparisonRun.LARGE, drawing.times(LARGE), few, new ArrayList<>())); // the shapes are known
        }
        if (real != null) {
            Samples images = Samples.real(signature.inputs(), real, plan);
            runs.add(new ComparisonRun("real", signature, images, plan.ring(), untaken, deadline));
        }
        return runs;
    }

    /**
     * A run for each number that an input is compared with, and for integers below 0: random ones would not reach what depends on
     * it.
     *
     * @param drawings receives theirs
     */
    List<ComparisonRun> switched(DrawingSearch search, Hints hints, List<Drawing> drawings) {
        Drawing drawing = drawings.get(0);
        List<ComparisonRun> runs = new ArrayList<>();
        CheckPlan few = plan.atMost(SWITCHED_IMAGES);
        search.withNegative(drawing)
                .ifPresent(found -> runs.add(run("integers below 0, " + ComparisonRun.RANDOM, found, few, untaken)));
        for (TypedSpec input : signature.inputs()) {
            for (long value : hints.switches(input)) {
                String switched = input.name() + " = " + value;
                if (runs.size() > SWITCHED || deadline.isNear()) {
                    untaken.add(new EquivalenceReport.UntakenShape(
                            switched, "", "at most " + SWITCHED + " numbers are tried, in half of the proof's time"));
                    continue;
                }
                String name = switched + ", " + ComparisonRun.RANDOM;
                search.fixing(drawing, input.name(), value)
                        .ifPresentOrElse(
                                fixed -> {
                                    drawings.add(fixed);
                                    runs.add(run(name, fixed, few, untaken));
                                },
                                () -> untaken.add(new EquivalenceReport.UntakenShape(
                                        name, "any usual size", "no size that was tried fits")));
            }
        }
        return runs;
    }

    private ComparisonRun run(
            String name, Drawing drawing, CheckPlan images, List<EquivalenceReport.UntakenShape> refused) {
        Samples samples = Samples.random(signature.inputs(), drawing, images);
        return new ComparisonRun(name, signature, samples, plan.ring(), refused, deadline);
    }
}
