package io.reparam.verify;

import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs two models on the same images and measures how far apart they are. The original runs with all of ONNX Runtime's
 * optimizations off; so does the candidate, which is judged. What is only reported: the candidate optimized, and the original on
 * images that differ by one rounding step. Immutable, for any number of threads.
 */
public final class EquivalenceCheck {
    private final Tolerance tolerance;
    private final CheckPlan plan;
    private final ProgressListener progress;

    public EquivalenceCheck(Tolerance tolerance, CheckPlan plan) {
        this(tolerance, plan, (done, total) -> {});
    }

    public EquivalenceCheck(Tolerance tolerance, CheckPlan plan, ProgressListener progress) {
        this.tolerance = tolerance;
        this.plan = plan;
        this.progress = progress;
    }

    public CheckPlan plan() {
        return plan;
    }

    /** The same check, which tells nobody how far it is. */
    public EquivalenceCheck silent() {
        return new EquivalenceCheck(tolerance, plan);
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
        try (OrtModel a = original.apply(asWritten);
                OrtModel b = candidate.apply(asWritten);
                OrtModel optimized = candidate.apply(SessionSettings.cpu(plan.threads()))) {
            Interfaces.check(a, b);
            Models models = new Models(a, b, optimized);
            List<UntakenShape> untaken = new ArrayList<>();
            long total = plan.images() * (real == null ? 1L : 2L);
            List<Comparison> comparisons = new ArrayList<>(
                    new Pass("random", models, 0, total, untaken).over(Samples.random(a.inputs(), plan)));
            if (real != null) {
                comparisons.addAll(new Pass("real", models, plan.images(), total, untaken)
                        .over(Samples.real(a.inputs(), real, plan)));
            }
            return EquivalenceReport.of(tolerance, plan, comparisons, untaken);
        }
    }

    private record Models(OrtModel original, OrtModel candidate, OrtModel optimized) {}

    /** The models over one kind of images. */
    private final class Pass {
        private final String samples;
        private final Models models;
        private final long before;
        private final long total;
        private final List<UntakenShape> untaken;

        Pass(String samples, Models models, long before, long total, List<UntakenShape> untaken) {
            this.samples = samples;
            this.models = models;
            this.before = before;
            this.total = total;
            this.untaken = untaken;
        }

        List<Comparison> over(Samples source) {
            OrtModel original = models.original();
            Meters written = new Meters(original, plan.ring());
            Meters faster = new Meters(original, plan.ring());
            Meters nudged = new Meters(original, plan.ring());
            long images = 0;
            Optional<OrtModelException> refusal = Optional.empty();
            for (Optional<Map<String, FloatTensor>> next = source.next(); next.isPresent(); next = source.next()) {
                Map<String, FloatTensor> feeds = next.get();
                Map<String, FloatTensor> expected;
                try {
                    expected = original.run(feeds);
                } catch (OrtModelException e) {
                    refusal = Optional.of(e);
                    source.refused();
                    untaken.add(new UntakenShape(samples, Samples.shapes(feeds), String.valueOf(e.getMessage())));
                    continue;
                }
                written.add(expected, answer(models.candidate(), feeds));
                faster.add(expected, answer(models.optimized(), feeds));
                nudged.add(expected, original.run(Noise.nudged(feeds, original.inputs())));
                images += Samples.batch(feeds);
                progress.images(before + images, total);
            }
            if (images == 0) {
                throw refusal.<RuntimeException>map(e -> e)
                        .orElseGet(
                                () -> new ModelMismatchException("there are no " + samples + " images to compare on"));
            }
            return List.of(
                    new Comparison(samples, Subject.CANDIDATE, images, written.results()),
                    new Comparison(samples, Subject.CANDIDATE_OPTIMIZED, images, faster.results()),
                    new Comparison(samples, Subject.ORIGINAL_NUDGED, images, nudged.results()));
        }

        /** What the original takes the candidate must take, too. */
        private Map<String, FloatTensor> answer(OrtModel model, Map<String, FloatTensor> feeds) {
            try {
                return model.run(feeds);
            } catch (OrtModelException e) {
                throw new ModelMismatchException("the original runs on " + Samples.shapes(feeds)
                        + ", the candidate does not: " + e.getMessage());
            }
        }
    }
}
