package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of images, put to the original first and to the others afterwards: no two models need be in memory at once. In
 * portions, so that the images need not be, either.
 */
final class ComparisonRun {
    /** What random inputs are called. */
    static final String RANDOM = "random";

    /** What random inputs are called that can only tell a difference: a limit at 6 shows in nothing of N(0, 1). */
    static final String LARGE = "large values, random";

    private static final long PORTION = 16L << 20; // elements of images and answers, 64 MiB and more
    private static final int KEPT = 3; // inputs on which the models differ
    private static final int REPORTED = 2; // images, after which nothing is measured that is not judged

    private final String name;
    private final Signature signature;
    private final Samples samples;
    private final List<EquivalenceReport.UntakenShape> untaken;
    private final Meters written;
    private final Meters faster;
    private final Meters nudged;
    private final List<Map<String, TypedValue>> differing = new ArrayList<>();
    private final List<Question> portion = new ArrayList<>();
    private Optional<OrtModelException> refusal = Optional.empty();
    private final TimeLimit deadline;
    private final Set<String> shapes = new LinkedHashSet<>();
    private long images;
    private long seen; // of them, what is reported only was measured on
    private boolean timed; // with the optimized candidate

    private record Question(Map<String, TypedValue> feeds, Map<String, TypedValue> expected, boolean seen) {}

    /** @param untaken receives what the original does not take */
    ComparisonRun(
            String name,
            Signature signature,
            Samples samples,
            int ring,
            List<EquivalenceReport.UntakenShape> untaken,
            TimeLimit deadline) {
        this.deadline = deadline;
        this.name = name;
        this.signature = signature;
        this.samples = samples;
        this.untaken = untaken;
        this.written = new Meters(signature, ring);
        this.faster = new Meters(signature, ring);
        this.nudged = new Meters(signature, ring);
    }

    /** Asks for one portion. @return whether there may be more */
    boolean ask(TypedModel original) {
        portion.clear();
        long elements = 0;
        while (elements < PORTION) {
            deadline.check();
            if (deadline.isNear() && images > 0) {
                return false; // fewer images; the report counts them
            }
            Optional<Map<String, TypedValue>> next = samples.next();
            if (next.isEmpty()) {
                return false;
            }
            Map<String, TypedValue> feeds = next.get();
            try {
                Map<String, TypedValue> expected = original.run(feeds);
                boolean first = seen < REPORTED && !isLarge();
                if (first) {
                    nudged.add(expected, original.run(Noise.nudged(feeds)));
                    seen += Samples.batch(feeds);
                }
                portion.add(new Question(feeds, expected, first));
                shapes.add(Samples.shapes(feeds));
                elements += elements(feeds) + elements(expected);
                images += Samples.batch(feeds);
            } catch (OrtModelException e) {
                refusal = Optional.of(e);
                samples.refused();
                untaken.add(new EquivalenceReport.UntakenShape(
                        name, Samples.shapes(feeds), String.valueOf(e.getMessage())));
            }
        }
        return true;
    }

    /** Puts the portion to the candidate. @throws ModelMismatchException if it does not take what the original takes */
    void judge(TypedModel candidate, Tolerance tolerance) {
        for (Question question : portion) {
            deadline.check();
            Map<String, TypedValue> answer = answer(candidate, question.feeds());
            written.add(question.expected(), answer);
            Meters alone = new Meters(signature, 1);
            alone.add(question.expected(), answer);
            if (differing.size() < KEPT && !alone.results().stream().allMatch(tolerance::allows)) {
                differing.add(question.feeds());
            }
        }
    }

    /** Some of the inputs on which the outputs differ by more than the tolerance. */
    List<Map<String, TypedValue>> differing() {
        return differing;
    }

    /** Puts the portion to the candidate as it is optimized. */
    void time(TypedModel optimized) {
        for (Question question : portion) {
            if (question.seen()) {
                deadline.check();
                faster.add(question.expected(), answer(optimized, question.feeds()));
                timed = true;
            }
        }
    }

    /** Whether a model runs on what {@link #time} asks. */
    boolean isTakenBy(TypedModel model) {
        try {
            portion.stream().filter(Question::seen).forEach(question -> model.run(question.feeds()));
            return true;
        } catch (OrtModelException e) {
            return false;
        }
    }

    boolean isLarge() {
        return name.equals(LARGE);
    }

    /** So far. */
    long images() {
        return images;
    }

    /** Shapes of inputs so far. */
    Set<String> shapes() {
        return shapes;
    }

    /** Images so far that could not be read. */
    int unreadable() {
        return samples.unreadable();
    }

    /** @throws UndecidedException if the original took nothing */
    List<Comparison> comparisons() {
        if (images == 0) {
            throw new UndecidedException(
                    refusal.map(e -> "the original takes none of the " + name + " inputs: " + e.getMessage())
                            .orElseGet(() -> "there are no " + name + " images to compare on"
                                    + (unreadable() == 0 ? "" : ": " + unreadable() + " could not be read")));
        }
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(new Comparison(name, Subject.CANDIDATE, images, written.results()));
        if (timed) {
            comparisons.add(new Comparison(name, Subject.CANDIDATE_OPTIMIZED, seen, faster.results()));
        }
        if (seen > 0) {
            comparisons.add(new Comparison(name, Subject.ORIGINAL_NUDGED, seen, nudged.results()));
        }
        return comparisons;
    }

    private static Map<String, TypedValue> answer(TypedModel model, Map<String, TypedValue> feeds) {
        try {
            return model.run(feeds);
        } catch (OrtModelException e) {
            throw new ModelMismatchException(
                    "the original runs on " + Samples.shapes(feeds) + ", the candidate does not: " + e.getMessage());
        }
    }

    private static long elements(Map<String, TypedValue> tensors) {
        return tensors.values().stream().mapToLong(TypedValue::elements).sum();
    }
}
