package io.reparam.fold.eval;

import java.util.List;

/** What became of computing a node. */
public sealed interface Evaluation {
    /**
     * It was computed.
     *
     * @param outputs one array for each output of the node that is not left out, in order
     */
    record Computed(List<NdArray> outputs) implements Evaluation {
        public Computed {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * This evaluator cannot compute it; the graph may still be all right.
     *
     * @param reason for a person
     */
    record Unsupported(String reason) implements Evaluation {}
}
