package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Size;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Takes out an Expand to the shape of the value that the result is combined with. Mul and its kin broadcast by themselves, so a gate
 * need not be written out to the size of the image.
 *
 * <p>Pattern {@code op(x, Expand(y, shape of x))} in either order; op is Add, Sub, Mul or Div.
 *
 * <p>Not done where another node reads the Expand, and where a size is not known to be that of x.
 */
public final class ExpandBeforeBroadcast implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Add", "Sub", "Mul", "Div");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        if (node.inputs().size() != 2) {
            return RuleVerdict.noMatch();
        }
        for (int i = 0; i < 2; i++) {
            String value = node.input(i);
            String other = node.input(1 - i);
            Optional<Node> expand = view.graph()
                    .producer(value)
                    .filter(producer -> producer.is("Expand") && view.readOnlyBy(node, value))
                    .filter(producer -> reaches(value, other, view));
            if (expand.isPresent()) {
                return RuleVerdict.applicable(List.of(expand.get(), node), edit -> {
                    edit.redirect(value, expand.get().input(0));
                    edit.graph().remove(expand.get());
                });
            }
        }
        return RuleVerdict.noMatch();
    }

    /** Whether the other value has each dimension of the expanded one, so that a broadcast makes the same of what was expanded. */
    private static boolean reaches(String expanded, String other, GraphView view) {
        List<Size> sizes = view.fact(expanded).dims();
        List<Size> dims = view.fact(other).dims();
        return sizes != null
                && dims != null
                && sizes.size() <= dims.size()
                && sizes.equals(dims.subList(dims.size() - sizes.size(), dims.size()));
    }
}
