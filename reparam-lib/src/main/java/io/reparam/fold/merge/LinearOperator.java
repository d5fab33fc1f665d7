package io.reparam.fold.merge;

import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;

/**
 * An operator that may be a convolution of its input.
 *
 * @param node the operator
 * @param input the value that it may be affine in
 * @param steps one convolution or several in a row, or why it is not one
 */
record LinearOperator(Node node, String input, Result<List<LinearStep>> steps) {

    static LinearOperator of(LinearStep step) {
        return new LinearOperator(step.node(), step.input(), Result.found(List.of(step)));
    }

    static LinearOperator problem(Node node, String problem) {
        return new LinearOperator(node, node.input(0), Result.problem(problem));
    }

    boolean isConv() {
        return node.is("Conv");
    }
}
