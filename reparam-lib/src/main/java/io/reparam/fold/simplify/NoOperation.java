package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Removes an operator that gives back its input: Identity, Dropout in inference, Pad by 0, a reduction over no axis. Cast to the
 * type that a value has; Transpose in the order that there is; Reshape, Expand, Tile and Slice to the shape that there is. Concat of
 * one and nothing else; Sum, Max, Min and Mean of one. The second of two Transposes that undo each other. Also the second of two
 * that are the same and {@link Trait#IDEMPOTENT}.
 *
 * <p>Its readers read what it read. Where it computes a graph output, which must keep its name, the node before computes that
 * instead, and others read it under that name. Shapes: any.
 *
 * <p>Not done where a subgraph reads the output, where the mask of a Dropout is read, and where a graph output is an input of the
 * graph, a constant, or is another output, too.
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
                "Slice",
                "Max",
                "Min",
                "Mean",
                "ReduceMax",
                "ReduceMean",
                "ReduceMin",
                "ReduceProd",
                "ReduceSum",
                "Abs",
                "Ceil",
                "Clip",
                "Floor",
                "Relu",
                "Round");
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
        return before.isPresent() && view.replaceable(same.get())
                ? RuleVerdict.applicable(List.of(node), edit -> {
                    Node producer = before.get();
                    List<String> outputs = producer.outputs().stream()
                            .map(name -> name.equals(same.get()) ? output : name)
                            .toList();
                    edit.graph().remove(node);
                    edit.graph().replace(producer, producer.withOutputs(outputs));
                    edit.redirect(same.get(), output);
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
            case "Sum", "Max", "Min", "Mean" -> node.inputs().size() == 1;
            case "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum" -> reducesNothing(node, view);
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
            case "Transpose" -> inOrder(order(node));
            default -> false;
        };
        if (node.is("Concat")) {
            return onlyPart(node, view);
        }
        return nothing ? Optional.of(node.input(0)) : undone(node, view).or(() -> repeated(node, view));
    }

    /** The part of a Concat beside which all others are empty. */
    private static Optional<String> onlyPart(Node concat, GraphView view) {
        int given = (int) concat.attributes().getInt("axis", 0);
        OptionalInt rank = view.rank(concat.output(0));
        if (given < 0 && rank.isEmpty()) {
            return Optional.empty();
        }
        int axis = given < 0 ? given + rank.getAsInt() : given;
        List<String> parts = concat.inputs().stream()
                .filter(part -> !view.size(part, axis).equals(OptionalLong.of(0)))
                .toList();
        return parts.size() == 1 ? Optional.of(parts.get(0)) : Optional.empty();
    }

    private static boolean reducesNothing(Node reduction, GraphView view) {
        return reduction.attributes().getInt("noop_with_empty_axes", 0) == 1
                && reduction.attributes().getInts("axes").isEmpty()
                && (!reduction.hasInput(1)
                        || view.constant(reduction.input(1))
                                .filter(axes -> axes.count() == 0)
                                .isPresent());
    }

    /** What a node before did already. */
    private static Optional<String> repeated(Node node, GraphView view) {
        return view.graph()
                .producer(node.input(0))
                .filter(inner -> Operators.is(node, Trait.IDEMPOTENT)
                        && inner.opType().equals(node.opType())
                        && inner.domain().equals(node.domain())
                        && inner.attributes().equals(node.attributes())
                        && others(inner).equals(others(node)))
                .map(inner -> node.input(0));
    }

    private static List<String> others(Node node) {
        return node.inputs().subList(1, node.inputs().size());
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
