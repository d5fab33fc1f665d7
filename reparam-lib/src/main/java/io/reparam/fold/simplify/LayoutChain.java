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
import java.util.OptionalInt;
import java.util.stream.IntStream;

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
        return before(node, 0, view);
    }

    private static Optional<Node> before(Node node, int input, GraphView view) {
        return view.graph()
                .producer(node.input(input))
                .filter(inner -> inner.domain().isEmpty() && view.readOnlyBy(node, node.input(input)));
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
        for (OptionalInt data = data(inner, view); data.isPresent(); data = data(inner, view)) {
            Node node = inner.get();
            between.addFirst(node);
            inner = before(node, data.getAsInt(), view);
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
                inputs.set(data(Optional.of(node), view).orElseThrow(), value);
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

    /** The input from whose number at its place, and from single numbers, each number of the one output comes; empty if there is none. */
    private static OptionalInt data(Optional<Node> node, GraphView view) {
        Optional<Node> alike = node.filter(
                one -> Operators.is(one, Trait.ELEMENTWISE) && one.outputs().size() == 1);
        if (alike.isEmpty()) {
            return OptionalInt.empty();
        }
        List<String> inputs = alike.get().inputs();
        int[] data = IntStream.range(0, inputs.size())
                .filter(i -> !inputs.get(i).isEmpty() && !isSingle(inputs.get(i), view))
                .toArray();
        return data.length == 1 ? OptionalInt.of(data[0]) : OptionalInt.empty();
    }

    private static boolean isSingle(String value, GraphView view) {
        return view.constant(value)
                .filter(number -> number.count() == 1 && number.rank() <= 1)
                .isPresent();
    }
}
