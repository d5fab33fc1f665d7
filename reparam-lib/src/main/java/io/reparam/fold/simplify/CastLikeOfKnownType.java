package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Writes {@code CastLike(c, x)} as {@code Cast(c)} to the type of x, where c is constant. PyTorch's exporter makes the zero bias
 * of a convolution so; as a Cast the branch is constant, as a CastLike it depends on the image.
 *
 * <p>Not done where nothing tells the type of x. Shapes: any.
 */
public final class CastLikeOfKnownType implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("CastLike");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        Optional<ElementType> type = view.type(node.input(1));
        if (type.isEmpty() || !view.isConstant(node.input(0)) || view.isConstant(node.input(1))) {
            return RuleVerdict.noMatch();
        }
        Attributes to = Attributes.none().withInt("to", type.get().code());
        Node cast = Node.of(node.name(), "Cast", List.of(node.input(0)), node.outputs(), to);
        return RuleVerdict.applicable(List.of(node), edit -> edit.graph().replace(node, cast));
    }
}
