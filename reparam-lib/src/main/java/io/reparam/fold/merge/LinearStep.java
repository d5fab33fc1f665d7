package io.reparam.fold.merge;

import io.reparam.fold.Cost;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.List;

/**
 * One operator of a branch as a convolution of its input.
 *
 * @param node the operator, or the last one of several
 * @param entry which of them reads the input
 * @param input the value that it is affine in
 * @param map what it computes of it
 * @param cost for one output position
 */
record LinearStep(Node node, Node entry, String input, AffineConv map, Cost cost) {

    static LinearStep of(Node node, String input, AffineConv map, ElementType type) {
        long weights = map.stencil().weights();
        return new LinearStep(node, node, input, map, new Cost(weights, weights * type.bytes()));
    }

    /** An operator without weights of its own. */
    static LinearStep free(Node node, String input, AffineConv map, double multiplyAdds) {
        return new LinearStep(node, node, input, map, new Cost(multiplyAdds, 0));
    }

    /** What was found of an operator. */
    sealed interface Reading {}

    /** One convolution, or several in a row. */
    record Linear(List<LinearStep> steps) implements Reading {
        Linear {
            steps = List.copyOf(steps);
        }

        String input() {
            return steps.get(0).input();
        }
    }

    /** An operator that could be a convolution of its input, but is none for this reason. */
    record Unreadable(Node node, String input, String problem) implements Reading {}

    /** Any other operator. */
    record Other() implements Reading {}

    Reading alone() {
        return new Linear(List.of(this));
    }

    static Reading unreadable(Node node, String problem) {
        return new Unreadable(node, node.input(0), problem);
    }
}
