package io.reparam.fold.eval;

import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;

/**
 * Operators whose result jumps where an input moves by one rounding: float32 has 10 * 0.7 = 7, and float64 6.9999999 of the same
 * constants, which a Cast makes 7 and 6. They must see numbers as the graph's own types have them.
 */
public final class RoundingShows {
    private RoundingShows() {}

    /** Whether this is such an operator, or may be: a Cast is one if it leaves the real numbers, a subgraph may hold one. */
    public static boolean in(Node node) {
        if (node.is("Cast")) {
            return !ElementType.ofCode((int) node.attributes().getInt("to", ElementType.FLOAT.code()))
                    .isReal();
        }
        return !node.domain().isEmpty() || Operators.is(node, Trait.JUMPS) || node.hasSubgraph();
    }
}
