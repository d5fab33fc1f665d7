package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lets one operator lay elements out where two in a row did.
 *
 * <p>Pattern: two of Reshape, Flatten, Squeeze, Unsqueeze, which keep the order of elements, are one Reshape to the last shape. Two
 * Transposes are one: {@code perm[i] = first[second[i]]}.
 *
 * <p>Not done where the value between has another reader, and where the last shape has two sizes that are neither known nor the
 * input's at the same place.
 */
public final class LayoutChain implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        Optional<Node> inner = view.graph()
                .producer(root.input(0))
                .filter(node -> node.domain().isEmpty() && view.readOnlyBy(root, root.input(0)));
        return inner.flatMap(first -> root.is("Transpose") ? transposed(first, root) : relaid(first, root, view))
                .orElseGet(RuleVerdict::noMatch);
    }

    private static Optional<RuleVerdict> relaid(Node inner, Node root, GraphView view) {
        if (!Operators.is(inner, Trait.KEEPS_ORDER)) {
            return Optional.empty();
        }
        return saysAll(root, view)
                .or(() -> WrittenShape.of(inner.input(0), root.output(0), view))
                .map(shape -> RuleVerdict.applicable(List.of(inner, root), edit -> {
                    String constant = edit.store(root.id() + ".shape", shape);
                    edit.graph()
                            .replace(
                                    root,
                                    Node.of(
                                            root.name(),
                                            "Reshape",
                                            List.of(inner.input(0), constant),
                                            root.outputs(),
                                            Attributes.none()));
                    edit.graph().remove(inner);
                }));
    }

    /** The shape of a Reshape that copies no size of its input. */
    private static Optional<NdArray> saysAll(Node root, GraphView view) {
        return Optional.of(root)
                .filter(node -> node.is("Reshape"))
                .flatMap(node -> view.constant(node.input(1)))
                .filter(shape -> Arrays.stream(shape.values()).noneMatch(size -> size == 0));
    }

    private static Optional<RuleVerdict> transposed(Node inner, Node root) {
        Optional<List<Long>> first = inner.is("Transpose") ? inner.attributes().getInts("perm") : Optional.empty();
        Optional<List<Long>> second = root.attributes().getInts("perm");
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        long[] order = second.get().stream()
                .mapToLong(axis -> first.get().get(axis.intValue()))
                .toArray();
        Node one = Node.of(
                root.name(),
                "Transpose",
                List.of(inner.input(0)),
                root.outputs(),
                Attributes.none().withInts("perm", order));
        return Optional.of(RuleVerdict.applicable(List.of(inner, root), edit -> {
            edit.graph().replace(root, one);
            edit.graph().remove(inner);
        }));
    }
}
