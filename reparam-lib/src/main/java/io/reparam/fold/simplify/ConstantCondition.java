package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Element;
import io.reparam.fold.shape.Size;
import io.reparam.graph.InlinedBranch;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Puts the branch of an If that is taken in its place, where the condition is known: a constant, or a question about sizes that are
 * known. PyTorch's exporter asks so whether a dimension is 1 before a squeeze.
 *
 * <p>Pattern {@code If(c, then_branch, else_branch)}. Names of what the branch computes become new ones, but for the outputs. Shapes:
 * any; c has one element.
 *
 * <p>Refused where the branch keeps constants in sparse form.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__If.html">ONNX If</a>
 */
public final class ConstantCondition implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("If");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        Optional<Boolean> condition = condition(node.input(0), view);
        if (condition.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        String branch = condition.get() ? "then_branch" : "else_branch";
        return InlinedBranch.of(view.graph(), node, branch)
                .either(
                        inlined -> RuleVerdict.applicable(List.of(node), edit -> inlined.replace()),
                        problem -> RuleVerdict.refused(node.label() + " stays: it " + problem));
    }

    private static Optional<Boolean> condition(String value, GraphView view) {
        Optional<NdArray> constant = view.constant(value).filter(array -> array.count() == 1);
        if (constant.isPresent()) {
            return constant.map(array -> array.values()[0] != 0);
        }
        List<Element> elements = view.fact(value).elements();
        return elements != null && elements.size() == 1 && elements.get(0) instanceof Size size && size.isKnown()
                ? Optional.of(size.known().getAsLong() != 0)
                : Optional.empty();
    }
}
