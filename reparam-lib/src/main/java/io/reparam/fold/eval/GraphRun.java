package io.reparam.fold.eval;

import io.reparam.graph.Tensor;
import java.util.Map;

/** What became of running a graph without inputs. */
public sealed interface GraphRun {
    /**
     * It ran.
     *
     * @param tensors its outputs by name, as the runtime gave them; what is no tensor, such as a sequence, is not among them
     */
    record Done(Map<String, Tensor> tensors) implements GraphRun {
        public Done {
            tensors = Map.copyOf(tensors);
        }
    }

    /**
     * It did not, or must not.
     *
     * @param reason for a person
     */
    record Failed(String reason) implements GraphRun {}
}
