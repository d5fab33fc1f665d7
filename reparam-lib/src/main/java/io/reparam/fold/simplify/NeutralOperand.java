package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.FusedForm;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Takes out arithmetic that changes nothing.
 *
 * <p>Pattern {@code x 1} and {@code x + 0} in either order, {@code x / 1}, {@code x - 0}: a learnt scale that never left its initial
 * value, or what other folds have left of one. Only the sign of a zero can change.
 *
 * <p>Not done where the constant may broadcast x to a larger shape, for a graph output, for what a subgraph reads,
 * and for the gamma and beta of a {@link FusedForm}.
 */
public final class NeutralOperand implements FoldRule {
    private static final int MOST = 1 << 22; // nobody writes out more ones, and to look for them is to read all weights

    @Override
    public Pattern pattern() {
        return Pattern.op("Mul", "Div", "Add", "Sub");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        return ConstantOperand.of(node, view)
                .filter(operand -> view.replaceable(node.output(0)) && keepsShape(operand, view))
                .filter(NeutralOperand::isNeutral)
                .filter(operand -> FusedForm.closedBy(node, view).isEmpty())
                .map(operand -> RuleVerdict.applicable(List.of(node), edit -> {
                    edit.redirect(node.output(0), operand.data());
                    edit.graph().remove(node);
                }))
                .orElseGet(RuleVerdict::noMatch);
    }

    private static boolean isNeutral(ConstantOperand operand) {
        Node node = operand.node();
        boolean commutes = node.is("Mul") || node.is("Add");
        double neutral = node.is("Mul") || node.is("Div") ? 1 : 0;
        return (commutes || !operand.isFirst())
                && operand.size() <= MOST
                && Arrays.stream(operand.values().values()).allMatch(v -> v == neutral);
    }

    private static boolean keepsShape(ConstantOperand operand, GraphView view) {
        NdArray constant = operand.values();
        OptionalInt rank = view.rank(operand.data());
        if (rank.isEmpty() || rank.getAsInt() < constant.rank()) {
            return false;
        }
        int shift = rank.getAsInt() - constant.rank();
        for (int axis = 0; axis < constant.rank(); axis++) {
            boolean one = constant.dim(axis) == 1;
            if (!one && !view.size(operand.data(), shift + axis).equals(OptionalLong.of(constant.dim(axis)))) {
                return false;
            }
        }
        return true;
    }
}
