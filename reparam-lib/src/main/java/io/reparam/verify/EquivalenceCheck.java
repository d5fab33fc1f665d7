package io.reparam.verify;

import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs two models on the same images and measures how far apart they are. The original runs with all of ONNX Runtime's
 * optimizations off; so does the candidate, which is judged. What is only reported: the candidate optimized, and the original on
 * images that differ by one rounding step. They are loaded one after the other. Immutable, for any number of threads.
 */
public final class EquivalenceCheck {
    private final Tolerance tolerance;
    private final CheckPlan plan;
    private final ProgressListener progress;
    private final boolean optimized;

    public EquivalenceCheck(Tolerance tolerance, CheckPlan plan) {
        this(tolerance, plan, (done, total) -> {});
    }

    public EquivalenceCheck(Tolerance tolerance, CheckPlan plan, ProgressListener progress) {
        this(tolerance, plan, progress, true);
    }

    private EquivalenceCheck(Tolerance tolerance, CheckPlan plan, ProgressListener progress, boolean optimized) {
        this.tolerance = tolerance;
        this.plan = plan;
        this.progress = progress;
        this.optimized = optimized;
    }

    public CheckPlan plan() {
        return plan;
    }

    /** The same check without what is not judged and what only a person would want to see. */
    public EquivalenceCheck onlyJudged() {
        return new EquivalenceCheck(tolerance, plan, (done, total) -> {}, false);
    }

    /**
     * Compares two models.
     *
     * @param original bytes of an ONNX file
     * @param candidate bytes of an ONNX file
     * @param real also compared on these; null for random images only
     * @throws ModelMismatchException if inputs or outputs differ in name, type or shape, or only the original runs
     * @throws OrtModelException if a model does not load, or the original does not run
     */
    public EquivalenceReport run(byte[] original, byte[] candidate, @Nullable RealImages real) {
        return run(s -> new OrtModel(original, s), s -> new OrtModel(candidate, s), real);
    }

    /** The same for two files, which may have their weights beside them. */
    public EquivalenceReport run(Path original, Path candidate, @Nullable RealImages real) {
        return run(s -> new OrtModel(original, s), s -> new OrtModel(candidate, s), real);
    }

    private EquivalenceReport run(
            Function<SessionSettings, OrtModel> original,
            Function<SessionSettings, OrtModel> candidate,
            @Nullable RealImages real) {
        SessionSettings asWritten = SessionSettings.reference(plan.threads());
        List<UntakenShape> untaken = new ArrayList<>();
        List<Interview> interviews = new ArrayList<>();
        boolean more = true;
        while (more) {
            Signature signature;
            try (OrtModel model = original.apply(asWritten)) {
                signature = Signature.of(model);
                if (interviews.isEmpty()) {
                    Interfaces.requireReal(signature);
                    interviews.addAll(interviews(signature, real, untaken));
                }
                more = false;
                for (Interview interview : interviews) {
                    more |= interview.ask(model);
                }
            }
            try (OrtModel model = candidate.apply(asWritten)) {
                Interfaces.check(signature, Signature.of(model));
                interviews.forEach(interview -> interview.judge(model));
            }
            if (optimized) {
                try (OrtModel model = candidate.apply(SessionSettings.cpu(plan.threads()))) {
                    interviews.forEach(interview -> interview.time(model));
                }
            }
            progress.images(
                    interviews.stream().mapToLong(Interview::images).sum(), (long) plan.images() * interviews.size());
        }
        List<Comparison> comparisons = new ArrayList<>();
        interviews.forEach(interview -> comparisons.addAll(interview.comparisons(optimized)));
        return EquivalenceReport.of(
                tolerance,
                plan,
                comparisons,
                untaken,
                interviews.stream().mapToInt(Interview::unreadable).sum());
    }

    private List<Interview> interviews(Signature signature, @Nullable RealImages real, List<UntakenShape> untaken) {
        Interview random =
                new Interview("random", signature, Samples.random(signature.inputs(), plan), plan.ring(), untaken);
        return real == null
                ? List.of(random)
                : List.of(
                        random,
                        new Interview(
                                "real", signature, Samples.real(signature.inputs(), real, plan), plan.ring(), untaken));
    }
}
