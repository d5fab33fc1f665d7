package io.reparam.verify;

import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs two models on the same images and measures how far apart they are. The original runs with all of ONNX Runtime's
 * optimizations off; so does the candidate, which is judged. What is only reported: the candidate optimized, and the original on
 * images that differ by one float32 step. For one thread.
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

    /**
     * Compares two models.
     *
     * @param original bytes of an ONNX file
     * @param candidate bytes of an ONNX file
     * @param real also compared on these; null for random images only
     * @throws ModelMismatchException if inputs or outputs differ in name, type or shape
     * @throws io.reparam.ort.OrtModelException if a model does not load or run
     */
    public EquivalenceReport run(byte[] original, byte[] candidate, @Nullable RealImages real) {
        SessionSettings asWritten = SessionSettings.reference(plan.threads());
        try (OrtModel a = new OrtModel(original, asWritten);
                OrtModel b = new OrtModel(candidate, asWritten);
                OrtModel optimized = new OrtModel(candidate, SessionSettings.cpu(plan.threads()))) {
            Interfaces.check(a, b);
            List<Comparison> comparisons = new ArrayList<>(
                    compare("random", a, b, optimized, Samples.random(a.inputs(), plan), 0, real != null));
            if (real != null) {
                Samples images = Samples.real(a.inputs(), real, plan);
                comparisons.addAll(compare("real", a, b, optimized, images, plan.images(), true));
            }
            boolean equivalent = comparisons.stream()
                    .filter(comparison -> comparison.subject() == Subject.CANDIDATE)
                    .flatMap(comparison -> comparison.outputs().stream())
                    .allMatch(tolerance::allows);
            return new EquivalenceReport(equivalent, tolerance, plan, comparisons);
        }
    }

    private List<Comparison> compare(
            String name, OrtModel a, OrtModel b, OrtModel optimized, Samples samples, long before, boolean both) {
        List<DifferenceMeter> written = meters(a);
        List<DifferenceMeter> faster = meters(a);
        List<DifferenceMeter> nudged = meters(a);
        long images = 0;
        Optional<Map<String, FloatTensor>> feeds = samples.next();
        while (feeds.isPresent()) {
            Map<String, FloatTensor> expected = a.run(feeds.get());
            add(written, a, expected, b.run(feeds.get()));
            add(faster, a, expected, optimized.run(feeds.get()));
            add(nudged, a, expected, a.run(Noise.nudged(feeds.get())));
            images += Samples.batch(feeds.get());
            progress.images(before + images, plan.images() * (both ? 2L : 1L));
            feeds = samples.next();
        }
        if (images == 0) {
            throw new ModelMismatchException("there are no " + name + " images to compare on");
        }
        return List.of(
                new Comparison(name, Subject.CANDIDATE, images, results(written)),
                new Comparison(name, Subject.CANDIDATE_OPTIMIZED, images, results(faster)),
                new Comparison(name, Subject.ORIGINAL_NUDGED, images, results(nudged)));
    }

    private static List<DifferenceMeter> meters(OrtModel model) {
        return model.outputs().stream()
                .map(TensorSpec::name)
                .map(DifferenceMeter::new)
                .toList();
    }

    private static List<OutputDifference> results(List<DifferenceMeter> meters) {
        return meters.stream().map(DifferenceMeter::result).toList();
    }

    private static void add(
            List<DifferenceMeter> meters,
            OrtModel model,
            Map<String, FloatTensor> expected,
            Map<String, FloatTensor> actual) {
        for (int i = 0; i < meters.size(); i++) {
            String output = model.outputs().get(i).name();
            meters.get(i).add(required(expected, output), required(actual, output));
        }
    }

    private static FloatTensor required(Map<String, FloatTensor> tensors, String name) {
        FloatTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("a run gives every output, but '" + name + "' is missing");
        }
        return tensor;
    }
}
