package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Removes an operator that gives back its input: Identity, Dropout in inference, Cast to the type that a value has, Transpose in
 * the order that there is, Concat and Sum of one, Pad by 0, Reshape, Expand, Tile and Slice to the shape that there is, and two Transposes that undo each other.
 *
 * <p>Its readers read what it read. Where it computes a graph output, which must keep its name, the node before computes that
 * instead. Shapes: any.
 *
 * <p>Not done where a subgraph reads the output, where the mask of a Dropout is read, and where a graph output is an input of the
 * graph, a constant, or is read elsewhere under its other name.
 */
public final class NoOperation implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op(
                "Identity",
                "Dropout",
                "Cast",
                "Transpose",
                "Concat",
                "Sum",
                "Pad",
                "Reshape",
                "Expand",
                "Tile",
                "Slice");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        Optional<String> same = same(node, view).filter(value -> !view.isConstant(value));
        if (same.isEmpty() || view.readsOutputsFrom(node, 1)) {
            return RuleVerdict.noMatch();
        }
        Graph graph = view.graph();
        String output = node.output(0);
        if (!graph.isOutput(output)) {
            return view.replaceable(output)
                    ? RuleVerdict.applicable(List.of(node), edit -> {
                        edit.redirect(output, same.get());
                        edit.graph().remove(node);
                    })
                    : RuleVerdict.noMatch();
        }
        Optional<Node> before = graph.producer(same.get());
        boolean renames = before.isPresent() && same.get().equals(node.input(0)) && view.readOnlyBy(node, same.get());
        return renames && graph.consumers(output).isEmpty()
                ? RuleVerdict.applicable(List.of(node), edit -> {
                    Node producer = before.get();
                    List<String> outputs = producer.outputs().stream()
                            .map(name -> name.equals(same.get()) ? output : name)
                            .toList();
                    edit.graph().replace(producer, producer.withOutputs(outputs));
                    edit.graph().remove(node);
                })
                : RuleVerdict.noMatch();
    }

    /** The value that a node gives back, under another name; empty if it computes something. */
    private static Optional<String> same(Node node, GraphView view) {
        boolean nothing = switch (node.opType()) {
            case "Identity" -> true;
            case "Dropout" -> !node.hasInput(2) || isZero(node.input(2), view);
            case "Cast" ->
                view.type(node.input(0))
                        .filter(type -> type.code() == node.attributes().getInt("to", 0))
                        .isPresent();
            case "Concat", "Sum" -> node.inputs().size() == 1;
            case "Reshape" ->
                view.sameShape(node.input(0), node.output(0))
                        || keepsShape(node, view)
                        || view.rank(node.input(0)).equals(OptionalInt.of(1))
                                && view.constant(node.input(1))
                                        .filter(to -> Arrays.equals(to.values(), new double[] {-1}))
                                        .isPresent();
            case "Expand", "Tile" -> view.sameShape(node.input(0), node.output(0));
            case "Slice" -> goesForwards(node, view) && view.sameShape(node.input(0), node.output(0));
            case "Pad" -> node.hasInput(1) && isZero(node.input(1), view);
            default -> inOrder(order(node));
        };
        return nothing ? Optional.of(node.input(0)) : undone(node, view);
    }

    /** All sizes but one tell that one, too: the number of elements is the same. */
    private static boolean keepsShape(Node reshape, GraphView view) {
        OptionalInt rank = view.rank(reshape.input(0));
        return rank.isPresent()
                && rank.equals(view.rank(reshape.output(0)))
                && IntStream.range(0, rank.getAsInt())
                                .filter(axis -> !view.sameSize(reshape.input(0), axis, reshape.output(0), axis)
                                        || view.size(reshape.input(0), axis).equals(OptionalLong.of(0)))
                                .count()
                        <= 1;
    }

    /** Steps are an input from opset 10 on; backwards, what keeps its shape is turned around. */
    private static boolean goesForwards(Node slice, GraphView view) {
        return !slice.hasInput(4)
                || view.constant(slice.input(4)).filter(NoOperation::isOne).isPresent();
    }

    private static boolean isOne(NdArray array) {
        return Arrays.stream(array.values()).allMatch(v -> v == 1);
    }

    private static boolean isZero(String value, GraphView view) {
        return view.constant(value)
                .map(NdArray::values)
                .filter(NoOperation::isZero)
                .isPresent();
    }

    private static boolean isZero(double[] values) {
        return Arrays.stream(values).allMatch(v -> v == 0);
    }

    /** What a Transpose read whose effect this one takes back. */
    private static Optional<String> undone(Node node, GraphView view) {
        List<Long> outer = order(node);
        return view.graph()
                .producer(node.input(0))
                .filter(inner -> node.is("Transpose") && inner.is("Transpose"))
                .filter(inner -> order(inner).size() == outer.size())
                .filter(inner -> inOrder(outer.stream()
                        .map(axis -> order(inner).get(axis.intValue()))
                        .toList()))
                .map(inner -> inner.input(0));
    }

    private static List<Long> order(Node node) {
        return node.attributes().getInts("perm").orElse(List.of());
    }

    private static boolean inOrder(List<Long> order) {
        return !order.isEmpty() && IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
    }
}
