package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import io.reparam.verify.cut.OnnxSource;
import java.util.List;

/**
 * The candidate as ONNX Runtime optimizes it. Of a valid model an optimization may make one that ONNX Runtime does not take: if it does
 * so with the original, too, there is nothing to compare.
 *
 * @param untaken receives why nothing was compared
 */
record OptimizedRun(CheckPlan plan, List<ComparisonRun> runs, List<EquivalenceReport.UntakenShape> untaken) {
    /**
     * @return whether it runs
     * @throws ModelMismatchException if only the original does
     */
    boolean time(OnnxSource original, OnnxSource candidate) {
        SessionSettings settings = SessionSettings.cpu(plan.threads());
        try (TypedModel model = candidate.open(settings)) {
            runs.stream().filter(run -> !run.isLarge()).forEach(run -> run.time(model));
            return true;
        } catch (OrtModelException | ModelMismatchException e) {
            if (isTaken(original, settings)) {
                throw new ModelMismatchException(
                        "with ONNX Runtime's optimizations the original runs, the candidate does not: "
                                + e.getMessage());
            }
            untaken.add(new EquivalenceReport.UntakenShape(
                    "the candidate optimized",
                    "",
                    "ONNX Runtime's optimizations fail on both models: " + e.getMessage()));
            return false;
        }
    }

    private boolean isTaken(OnnxSource original, SessionSettings settings) {
        try (TypedModel model = original.open(settings)) {
            return runs.stream().allMatch(run -> run.isTakenBy(model));
        } catch (OrtModelException e) {
            return false;
        }
    }
}
