package io.reparam.fold.eval;

import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;

/** The operators whose result is another one each time: never computed beforehand, never shared by two readers. */
public final class RandomOperators {
    private RandomOperators() {}

    /** Whether a node may draw random numbers; a Dropout does if it has an input that says so (from opset 12 on). */
    public static boolean has(Node node, int opset) {
        return Operators.is(node, Trait.RANDOM) || node.is("Dropout") && opset >= 12 && node.hasInput(2);
    }
}
