package io.reparam.fold.eval;

import io.reparam.graph.Node;
import java.util.Set;

/** The operators whose result is another one each time: never computed beforehand, never shared by two readers. */
public final class RandomOperators {
    private static final Set<String> DRAWING = Set.of(
            "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli");

    private RandomOperators() {}

    /** Whether a node may draw random numbers; a Dropout does if it has an input that says so (from opset 12 on). */
    public static boolean has(Node node, int opset) {
        return DRAWING.contains(node.opType()) || node.is("Dropout") && opset >= 12 && node.hasInput(2);
    }
}
