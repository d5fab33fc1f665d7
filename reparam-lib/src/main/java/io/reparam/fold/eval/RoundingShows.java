package io.reparam.fold.eval;

import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.Set;

/**
 * Operators whose result jumps where an input moves by one rounding: float32 has 10 * 0.7 = 7, and float64 6.9999999 of the same
 * constants, which a Cast makes 7 and 6. They must see numbers as the graph's own types have them.
 */
public final class RoundingShows {
    private static final Set<String> JUMPING = Set.of(
            "ArgMax",
            "ArgMin",
            "CastLike",
            "Ceil",
            "DynamicQuantizeLinear",
            "Equal",
            "Floor",
            "Greater",
            "GreaterOrEqual",
            "GridSample",
            "Hardmax",
            "IsInf",
            "IsNaN",
            "Less",
            "LessOrEqual",
            "Mod",
            "NonMaxSuppression",
            "NonZero",
            "OneHot",
            "QuantizeLinear",
            "Range",
            "Resize",
            "Round",
            "Shrink",
            "Sign",
            "ThresholdedRelu",
            "TopK",
            "Unique",
            "Upsample");

    private RoundingShows() {}

    /** Whether this is such an operator, or may be: a Cast is one if it leaves the real numbers, a subgraph may hold one. */
    public static boolean in(Node node) {
        if (node.is("Cast")) {
            return !ElementType.ofCode((int) node.attributes().getInt("to", ElementType.FLOAT.code()))
                    .isReal();
        }
        return !node.domain().isEmpty() || JUMPING.contains(node.opType()) || node.hasSubgraph();
    }
}
