package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedValue;
import io.reparam.verify.cut.OnnxSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model, unoptimized, answers to a few random images: many candidates are compared with it, one after the other. */
public final class Recording {
    private final CheckPlan plan;
    private final List<Map<String, TypedValue>> feeds = new ArrayList<>();
    private final List<Map<String, TypedValue>> answers = new ArrayList<>();

    private Recording(CheckPlan plan) {
        this.plan = plan;
    }

    /**
     * Runs a model on the plan's random images. Sizes that it does not take are left out.
     *
     * @throws OrtModelException if it does not load, or takes none of them
     */
    public static Recording of(Path onnx, CheckPlan plan) {
        Recording recording = new Recording(plan);
        try (TypedModel model = new TypedModel(onnx, SessionSettings.reference(plan.threads()))) {
            Hints hints = new Hints(OnnxSource.of(onnx));
            Drawing drawing = new DrawingSearch(model, hints, plan, deadline(plan)).find();
            Samples samples = Samples.random(model.inputs(), drawing, plan);
            Optional<OrtModelException> failure = Optional.empty();
            for (Optional<Map<String, TypedValue>> next = samples.next(); next.isPresent(); next = samples.next()) {
                try {
                    recording.answers.add(model.run(next.get()));
                    recording.feeds.add(next.get());
                } catch (OrtModelException e) {
                    samples.refused();
                    failure = Optional.of(e);
                }
            }
            if (recording.feeds.isEmpty() && failure.isPresent()) {
                throw failure.get();
            }
        }
        return recording;
    }

    private static TimeLimit deadline(CheckPlan plan) {
        return TimeLimit.in(plan.seconds(), System::nanoTime);
    }

    /**
     * How far a candidate is from the recorded model.
     *
     * @param onnx bytes of a model of the same inputs and outputs
     * @return one for each output
     */
    public List<OutputDifference> compare(byte[] onnx) {
        try (TypedModel model = new TypedModel(onnx, null, SessionSettings.reference(plan.threads()))) {
            Meters meters = new Meters(Signature.of(model), plan.ring());
            for (int i = 0; i < feeds.size(); i++) {
                meters.add(answers.get(i), model.run(feeds.get(i)));
            }
            return meters.results();
        }
    }
}
