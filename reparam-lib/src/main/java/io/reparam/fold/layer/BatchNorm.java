package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.RealInputs;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.stream.Stream;

/**
 * A BatchNormalization whose numbers are known; all arrays {@code [C]}.
 *
 * @param gamma scale
 * @param beta shift
 * @param mean running mean
 * @param variance running variance
 * @param epsilon this node's own
 */
public record BatchNorm(NdArray gamma, NdArray beta, NdArray mean, NdArray variance, double epsilon) {

    public static Result<BatchNorm> read(Node node, GraphView view) {
        if (node.attributes().getInt("training_mode", 0) != 0) {
            return Result.problem(node.label() + " has training_mode 1: its statistics come from each batch");
        }
        if (node.attributes().getInt("spatial", 1) == 0) { // up to opset 8
            return Result.problem(node.label() + " has spatial 0: it norms each position by itself");
        }
        if (view.readsOutputsFrom(node, 1)) {
            return Result.problem(node.label() + " has further outputs that are read");
        }
        if (view.graph().opset() < 14 && node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())) {
            return Result.problem(node.label() + " lists outputs after its first, read or not; before opset 14 that is "
                    + "training mode: its statistics come from each batch. Export in inference mode to fold it");
        }
        return RealInputs.read(node, view, 1, 2, 3, 4)
                .map(inputs -> of(node, inputs))
                .then(norm -> norm.isEven()
                        ? Result.found(norm)
                        : Result.problem(node.label() + " has parameters of different lengths"));
    }

    private static BatchNorm of(Node node, List<NdArray> inputs) {
        return new BatchNorm(
                inputs.get(0),
                inputs.get(1),
                inputs.get(2),
                inputs.get(3),
                node.attributes().getFloat("epsilon", 1e-5f));
    }

    private boolean isEven() {
        return Stream.of(beta, mean, variance).allMatch(array -> array.values().length == channels());
    }

    public int channels() {
        return gamma.values().length;
    }

    /** {@code t[c] = gamma[c] / sqrt(var[c] + eps)}. */
    public double[] factors() {
        double[] t = new double[channels()];
        for (int c = 0; c < t.length; c++) {
            t[c] = gamma.values()[c] / Math.sqrt(variance.values()[c] + epsilon);
        }
        return t;
    }

    /** {@code y = t x + beta - mean t}. */
    Affine affine() {
        double[] t = factors();
        double[] shifts = new double[t.length];
        for (int c = 0; c < t.length; c++) {
            shifts[c] = beta.values()[c] - mean.values()[c] * t[c];
        }
        return new Affine(t, shifts);
    }
}
