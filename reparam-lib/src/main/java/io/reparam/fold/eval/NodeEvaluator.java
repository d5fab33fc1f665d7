package io.reparam.fold.eval;

import io.reparam.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes one node whose inputs are known. Another engine plugs in here. */
@FunctionalInterface
public interface NodeEvaluator {
    /**
     * Computes a node.
     *
     * @param inputs one array for each input of the node, null where an optional one is left out
     * @param opset version of ONNX's own operators in the model
     */
    Evaluation evaluate(Node node, List<@Nullable NdArray> inputs, int opset);

    /** This one first, the other for what this one does not know. */
    default NodeEvaluator orElse(NodeEvaluator other) {
        return (node, inputs, opset) -> {
            Evaluation first = evaluate(node, inputs, opset);
            return first instanceof Evaluation.Computed ? first : other.evaluate(node, inputs, opset);
        };
    }
}
