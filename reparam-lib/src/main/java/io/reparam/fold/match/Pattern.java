package io.reparam.fold.match;

import io.reparam.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tree of operators, written from its last node to its first ones:
 * {@code op("Mul").inAnyOrder(from(op("Conv").as(CONV)), constant(SCALE))}. Immutable.
 */
public final class Pattern {
    private final List<String> opTypes;
    private final @Nullable Capture<Node> capture;
    private final Map<Integer, Operand> operands;
    private final List<Operand> unordered;

    private Pattern(
            List<String> opTypes,
            @Nullable Capture<Node> capture,
            Map<Integer, Operand> operands,
            List<Operand> unordered) {
        this.opTypes = opTypes;
        this.capture = capture;
        this.operands = operands;
        this.unordered = unordered;
    }

    /** One of ONNX's own operators; any operator of any domain if no type is given. */
    public static Pattern op(String... opTypes) {
        return new Pattern(List.of(opTypes), null, Map.of(), List.of());
    }

    public Pattern as(Capture<Node> name) {
        return new Pattern(opTypes, name, operands, unordered);
    }

    public Pattern input(int index, Operand operand) {
        Map<Integer, Operand> changed = new LinkedHashMap<>(operands);
        changed.put(index, operand);
        return new Pattern(opTypes, capture, changed, unordered);
    }

    /** For commutative operators: the two inputs fit in this order or in the other one, tried in this sequence. */
    public Pattern inAnyOrder(Operand one, Operand other) {
        return new Pattern(opTypes, capture, operands, List.of(one, other));
    }

    public Optional<Match> match(Node root, GraphView view) {
        Match match = new Match(root);
        return fits(root, view, match) ? Optional.of(match) : Optional.empty();
    }

    boolean fits(Node node, GraphView view, Match captures) {
        if (!opTypes.isEmpty() && !(node.domain().isEmpty() && opTypes.contains(node.opType()))) {
            return false;
        }
        if (capture != null) {
            captures.put(capture, node);
        }
        for (Map.Entry<Integer, Operand> operand : operands.entrySet()) {
            if (!operand.getValue().fits(node.input(operand.getKey()), view, captures)) {
                return false;
            }
        }
        return unordered.isEmpty() || pair(node, 0, 1, view, captures) || pair(node, 1, 0, view, captures);
    }

    private boolean pair(Node node, int first, int second, GraphView view, Match captures) {
        Match attempt = captures.copy();
        boolean fits = node.inputs().size() == 2
                && unordered.get(0).fits(node.input(first), view, attempt)
                && unordered.get(1).fits(node.input(second), view, attempt);
        if (fits) {
            captures.take(attempt);
        }
        return fits;
    }
}
