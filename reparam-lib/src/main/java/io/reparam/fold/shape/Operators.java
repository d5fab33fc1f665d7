package io.reparam.fold.shape;

import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The one table of what operators are. Whoever asks what kind an operator is asks here, so that an operator that is added is known
 * to all.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>
 */
public final class Operators {
    private static final Table TABLE = new Table();

    static {
        ElementwiseShapes.addTo(TABLE);
        Windows.addTo(TABLE);
        Layers.addTo(TABLE);
        Norms.addTo(TABLE);
        ReductionShapes.addTo(TABLE);
        Forms.addTo(TABLE);
        SelectionShapes.addTo(TABLE);
        Resizes.addTo(TABLE);
        Sources.addTo(TABLE);
        Recurrent.addTo(TABLE);
        Signals.addTo(TABLE);
        Sequences.addTo(TABLE);
        Bodies.addTo(TABLE);
        Quantized.addTo(TABLE);
        Classical.addTo(TABLE);
        Microsoft.addTo(TABLE);
        Rounding.addTo(TABLE);
    }

    private Operators() {}

    /** Empty for an operator that is not in the table: nothing is known of what it does. */
    public static Optional<Operator> of(Node node) {
        return TABLE.row(node.domain(), node.opType());
    }

    /** Whether all of this holds for a node's operator. */
    public static boolean is(Node node, Trait... traits) {
        return of(node).filter(operator -> Arrays.stream(traits).allMatch(operator::is))
                .isPresent();
    }

    /** Whether one of these holds for a node's operator. */
    public static boolean isAny(Node node, Trait... traits) {
        return of(node).filter(operator -> Arrays.stream(traits).anyMatch(operator::is))
                .isPresent();
    }

    /** Types of ONNX's own operators for which all of this holds, in order. */
    public static String[] named(Trait... traits) {
        Set<String> names = new TreeSet<>();
        for (Operator operator : TABLE.rows()) {
            if (operator.domain().isEmpty() && Arrays.stream(traits).allMatch(operator::is)) {
                names.add(operator.name());
            }
        }
        return names.toArray(String[]::new);
    }
}
