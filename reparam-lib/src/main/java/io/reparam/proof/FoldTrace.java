package io.reparam.proof;

import io.reparam.fold.Fold;
import io.reparam.fold.FoldListener;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.Recording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the graph after each fold and compares it with the original: the fold that is wrong, or that rounds most, shows. Each step
 * loads the model again, so this costs seconds to minutes. For one thread.
 */
public final class FoldTrace implements FoldListener {
    private final Recording original;
    private final Consumer<TraceStep> listener;
    private final List<TraceStep> steps = new ArrayList<>();

    /**
     * @param original the file that is folded
     * @param plan of the images; a few are enough
     * @param listener hears of each step when it is measured
     * @throws io.reparam.ort.OrtModelException if the original does not run
     */
    public FoldTrace(Path original, CheckPlan plan, Consumer<TraceStep> listener) {
        this.original = Recording.of(original, plan);
        this.listener = listener;
    }

    @Override
    public void folded(Fold fold, Graph graph) {
        TraceStep step =
                new TraceStep(steps.size() + 1, fold.rule(), fold.node(), original.compare(OnnxFile.bytes(graph)));
        steps.add(step);
        listener.accept(step);
    }

    /** So far, in order. */
    public List<TraceStep> steps() {
        return List.copyOf(steps);
    }
}
