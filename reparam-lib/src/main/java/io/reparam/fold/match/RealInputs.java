package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Node;
import java.util.Optional;

/** Inputs of a node that a fold must know. */
public final class RealInputs {
    private RealInputs() {}

    /** Why one of these inputs is not a constant of real numbers; empty if all are. */
    public static Optional<String> problem(Node node, GraphView view, int... inputs) {
        for (int input : inputs) {
            Optional<NdArray> value = view.constant(node.input(input));
            if (value.isEmpty()) {
                return Optional.of(
                        node.label() + " reads '" + node.input(input) + "', which is not a constant of real numbers");
            }
            if (!value.get().type().isReal()) {
                return Optional.of(
                        node.label() + " has parameters of type " + value.get().type() + ", not real numbers");
            }
        }
        return Optional.empty();
    }
}
