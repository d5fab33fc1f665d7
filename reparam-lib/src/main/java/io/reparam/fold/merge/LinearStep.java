package io.reparam.fold.merge;

import io.reparam.fold.Cost;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;

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
}
