package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Inputs of a node that a fold must know. */
public final class RealInputs {
    private RealInputs() {}

    /** What these inputs are; a problem if one of them is not a constant of real numbers. */
    public static Result<List<NdArray>> read(Node node, GraphView view, int... inputs) {
        return Result.all(IntStream.of(inputs).mapToObj(input -> one(node, view, input)));
    }

    /** Input 1, and input 2 if there is one. */
    public static Result<List<NdArray>> weightAndBias(Node node, GraphView view) {
        return node.hasInput(2) ? read(node, view, 1, 2) : read(node, view, 1);
    }

    private static Result<NdArray> one(Node node, GraphView view, int input) {
        Optional<NdArray> value = view.constant(node.input(input));
        if (value.isEmpty()) {
            return Result.problem(
                    node.label() + " reads '" + node.input(input) + "', which is not a constant of real numbers");
        }
        return value.get().type().isReal()
                ? Result.found(value.get())
                : Result.problem(
                        node.label() + " has parameters of type " + value.get().type() + ", not real numbers");
    }
}
