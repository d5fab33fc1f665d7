package io.reparam.fold.absorb;

import io.reparam.fold.FoldReport;
import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import java.util.OptionalInt;

/**
 * Names attention that depends on the input and so cannot fold exactly; it never folds anything.
 *
 * <p>Pattern {@code Mul(x, g)} in either order, where g comes from a GlobalAveragePool (or another pooling over the whole image)
 * through operators that keep it one number a channel, and x does not. Hard-swish, {@code x clip(x + 3, 0, 6) / 6}, is not a gate.
 */
public final class InputDependentGate implements FoldRule {
    @Override
    public String name() {
        return FoldReport.GATE;
    }

    @Override
    public Pattern pattern() {
        return Pattern.op("Mul");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node mul = match.root();
        OptionalInt operand = gateOperand(mul, view);
        if (operand.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        boolean first = operand.getAsInt() == 0;
        return RuleVerdict.refused(mul.label() + " scales '" + mul.input(first ? 1 : 0)
                + "' by attention that depends on the input ('" + mul.input(first ? 0 : 1)
                + "'); no exact fold exists. Train with ASR, or use calibrated folding, which is lossy");
    }

    /** Which operand of a Mul is such a gate, 0 or 1; empty if none is, if both are, or if one is constant. */
    public static OptionalInt gateOperand(Node mul, GraphView view) {
        if (view.isConstant(mul.input(0)) || view.isConstant(mul.input(1))) {
            return OptionalInt.empty();
        }
        Pooled pooled = new Pooled(view);
        boolean first = pooled.test(mul.input(0));
        boolean second = pooled.test(mul.input(1));
        return first == second ? OptionalInt.empty() : OptionalInt.of(first ? 0 : 1);
    }
}
