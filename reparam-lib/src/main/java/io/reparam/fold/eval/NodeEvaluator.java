package io.reparam.fold.eval;

import io.reparam.graph.Graph;
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

    /**
     * The same in the graph's own types, every result rounded to its type, for branches in which rounding shows. Knows nothing
     * unless an evaluator says otherwise.
     */
    default NodeEvaluator inGraphTypes() {
        return (node, inputs, opset) ->
                new Evaluation.Unsupported(node.opType() + " is not computed in the graph's types");
    }

    /**
     * Runs a graph without inputs as it is, in its own types: for strings, sequences and nodes that hold graphs, of which an
     * {@link NdArray} knows nothing. Not done unless an evaluator says otherwise.
     */
    default GraphRun run(Graph constant) {
        return new GraphRun.Failed(
                "no evaluator runs " + constant.nodes().get(0).opType());
    }

    /** This one first, the other for what this one does not know. */
    default NodeEvaluator orElse(NodeEvaluator other) {
        NodeEvaluator first = this;
        return new NodeEvaluator() {
            @Override
            public Evaluation evaluate(Node node, List<@Nullable NdArray> inputs, int opset) {
                Evaluation known = first.evaluate(node, inputs, opset);
                return known instanceof Evaluation.Computed ? known : other.evaluate(node, inputs, opset);
            }

            @Override
            public NodeEvaluator inGraphTypes() {
                return first.inGraphTypes().orElse(other.inGraphTypes());
            }

            @Override
            public GraphRun run(Graph constant) {
                GraphRun known = first.run(constant);
                return known instanceof GraphRun.Done ? known : other.run(constant);
            }
        };
    }
}
