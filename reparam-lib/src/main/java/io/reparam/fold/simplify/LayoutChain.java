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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Lets one operator lay elements out where two in a row did.
 *
 * <p>Pattern: two of Reshape, Flatten, Squeeze, Unsqueeze, which keep the order of elements, are one Reshape to the last shape. Two
 * Transposes are one: {@code perm[i] = first[second[i]]}, also with operators between them that treat every number alike.
 *
 * <p>Not done where a value between has another reader, and where the last shape has two sizes that are neither known nor the
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
        return (root.is("Transpose")
                        ? transposed(root, view)
                        : before(root, view).flatMap(inner -> relaid(inner, root, view)))
                .orElseGet(RuleVerdict::noMatch);
    }

    private static Optional<Node> before(Node node, GraphView view) {
        return view.graph()
                .producer(node.input(0))
                .filter(inner -> inner.domain().isEmpty() && view.readOnlyBy(node, node.input(0)));
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

    private static Optional<RuleVerdict> transposed(Node root, GraphView view) {
        Deque<Node> between = new ArrayDeque<>();
        Optional<Node> inner = before(root, view);
        while (inner.isPresent() && treatsAllAlike(inner.get(), view)) {
            between.addFirst(inner.get());
            inner = before(inner.get(), view);
        }
        Optional<List<Long>> first = inner.filter(node -> node.is("Transpose"))
                .flatMap(node -> node.attributes().getInts("perm"));
        Optional<List<Long>> second = root.attributes().getInts("perm");
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        Node outer = inner.get();
        long[] order = second.get().stream()
                .mapToLong(axis -> first.get().get(axis.intValue()))
                .toArray();
        return Optional.of(RuleVerdict.applicable(List.of(outer, root), edit -> {
            String value = outer.input(0);
            for (Node node : between) {
                List<String> inputs = new ArrayList<>(node.inputs());
                inputs.set(0, value);
                value = edit.graph().freshName(node.output(0)); // what its old name stands for has another shape
                edit.graph().replace(node, node.withInputs(inputs).withOutputs(List.of(value)));
            }
            edit.graph()
                    .replace(
                            root,
                            Node.of(
                                    root.name(),
                                    "Transpose",
                                    List.of(value),
                                    root.outputs(),
                                    Attributes.none().withInts("perm", order)));
            edit.graph().remove(outer);
        }));
    }

    /** One output, of which each number comes from the one at its place in the first input and from single numbers. */
    private static boolean treatsAllAlike(Node node, GraphView view) {
        return Operators.is(node, Trait.ELEMENTWISE)
                && node.outputs().size() == 1
                && node.inputs().stream()
                        .skip(1)
                        .allMatch(input -> input.isEmpty()
                                || view.constant(input)
                                        .filter(number -> number.count() == 1 && number.rank() <= 1)
                                        .isPresent());
    }
}
