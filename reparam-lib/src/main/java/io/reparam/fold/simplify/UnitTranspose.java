package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;
import java.util.OptionalLong;

/**
 * Writes a Transpose that moves only axes of size 1 as a Reshape, which copies nothing and joins with its neighbours: the pooled
 * {@code [N,C,1,1]} of an image that a net made from TensorFlow carries from one layout to the other.
 *
 * <p>Pattern: the axes of other sizes keep their order. Not done where the sizes do not tell that.
 */
public final class UnitTranspose implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Transpose");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        List<Long> order = node.attributes().getInts("perm").orElse(List.of());
        List<Long> longer = order.stream()
                .filter(axis -> !view.size(node.input(0), axis.intValue()).equals(OptionalLong.of(1)))
                .toList();
        if (order.isEmpty() || !longer.equals(longer.stream().sorted().toList())) {
            return RuleVerdict.noMatch();
        }
        return WrittenShape.of(node.input(0), node.output(0), view)
                .map(shape -> RuleVerdict.applicable(
                        List.of(node),
                        edit -> edit.graph()
                                .replace(
                                        node,
                                        Node.of(
                                                node.name(),
                                                "Reshape",
                                                List.of(node.input(0), edit.store(node.id() + ".shape", shape)),
                                                node.outputs(),
                                                Attributes.none()))))
                .orElseGet(RuleVerdict::noMatch);
    }
}
