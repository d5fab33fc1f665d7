package io.reparam.fold.simplify;

import io.reparam.fold.GraphEdit;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.SlicedAxes;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Nodes that do the same in front of a Transpose as behind it, if what names axes is changed.
 *
 * @param order of the Transpose
 */
record Relayout(AxisOrder order, GraphView view) {
    private static final int SOFTMAX_OF_ONE_AXIS = 13; // opset

    /** Whether a node may stand in front of it. */
    boolean takes(Node node) {
        if (!node.domain().isEmpty() || node.outputs().isEmpty() || node.hasSubgraph()) {
            return false;
        }
        boolean ranks = node.outputs().stream().allMatch(this::isWhole);
        return ranks
                && switch (node.opType()) {
                    case "Concat" -> order.has(node.attributes().getInt("axis", 0)) && all(node);
                    case "Split" ->
                        isWhole(node.input(0)) && order.has(node.attributes().getInt("axis", 0));
                    case "Pad" -> isWhole(node.input(0)) && isPad(node);
                    case "Slice" ->
                        isWhole(node.input(0)) && SlicedAxes.of(node, view).isPresent();
                    case "Softmax", "LogSoftmax", "Hardmax" ->
                        isWhole(node.input(0))
                                && view.graph().opset() >= SOFTMAX_OF_ONE_AXIS
                                && order.has(node.attributes().getInt("axis", -1));
                    case "Clip" -> isWhole(node.input(0));
                    case "CastLike", "Dropout", "BitShift" -> false;
                    default ->
                        Operators.is(node, Trait.REDUCES)
                                ? isReduction(node)
                                : Operators.is(node, Trait.ELEMENTWISE)
                                        && node.outputs().size() == 1
                                        && all(node);
                };
    }

    /** Inputs that are values in this layout; others are constants, or numbers without axes. */
    List<String> data(Node node) {
        boolean one = !Operators.is(node, Trait.ELEMENTWISE) && !node.is("Concat") || node.is("Clip");
        return node.inputs().stream()
                .limit(one ? 1 : node.inputs().size())
                .filter(name -> !name.isEmpty() && !view.isConstant(name) && isWhole(name))
                .distinct()
                .toList();
    }

    private boolean isWhole(String value) {
        return view.rank(value).equals(OptionalInt.of(order.rank()));
    }

    private boolean all(Node node) {
        return node.inputs().stream()
                .filter(name -> !name.isEmpty())
                .allMatch(name -> view.isConstant(name)
                        ? view.constant(name)
                                .filter(c -> c.isExact() && c.rank() <= order.rank())
                                .isPresent()
                        : isWhole(name)
                                || (!node.is("Concat") && view.rank(name).equals(OptionalInt.of(0))));
    }

    private boolean isPad(Node node) {
        long count = 2L * order.rank();
        return !node.hasInput(3)
                && (node.hasInput(1)
                        ? view.constant(node.input(1))
                                .filter(pads -> pads.count() == count)
                                .isPresent()
                        : node.attributes()
                                .getInts("pads")
                                .filter(pads -> pads.size() == count)
                                .isPresent());
    }

    private boolean isReduction(Node node) {
        return isWhole(node.input(0))
                && node.attributes().getInt("keepdims", 1) != 0
                && view.integers(node, "axes", 1)
                        .filter(axes -> axes.length > 0 && Arrays.stream(axes).allMatch(order::has))
                        .isPresent();
    }

    /**
     * The node in front of it.
     *
     * @param inputs new names of values in this layout
     * @param outputs names of its results
     */
    Node moved(Node node, Map<String, String> inputs, List<String> outputs, GraphEdit edit) {
        boolean broadcasts = Operators.is(node, Trait.ELEMENTWISE) && !node.is("Clip") || node.is("Concat");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String name = node.input(i);
            boolean constant = broadcasts && view.isConstant(name);
            names.add(constant ? moved(name, node.is("Concat"), edit) : inputs.getOrDefault(name, name));
        }
        Node changed = node.withInputs(names).withOutputs(outputs);
        Attributes attributes = node.attributes();
        return switch (node.opType()) {
            case "Concat", "Split" ->
                changed.withAttributes(attributes.withInt("axis", order.before(attributes.getInt("axis", 0))));
            case "Softmax", "LogSoftmax", "Hardmax" ->
                changed.withAttributes(attributes.withInt("axis", order.before(attributes.getInt("axis", -1))));
            case "Pad" -> padded(changed, edit);
            case "Slice" -> sliced(node, changed, edit);
            default -> Operators.is(node, Trait.REDUCES) ? reduced(node, changed, edit) : changed;
        };
    }

    private String moved(String constant, boolean whole, GraphEdit edit) {
        NdArray values = view.constant(constant).orElseThrow();
        NdArray moved = order.before(whole ? values.reshaped(full(values)) : values);
        return values == moved ? constant : edit.store(constant, moved);
    }

    private long[] full(NdArray values) {
        long[] dims = new long[order.rank()];
        Arrays.fill(dims, 1);
        System.arraycopy(values.dims(), 0, dims, dims.length - values.rank(), values.rank());
        return dims;
    }

    private Node padded(Node node, GraphEdit edit) {
        if (!node.hasInput(1)) {
            double[] pads = node.attributes().getInts("pads").orElse(List.of()).stream()
                    .mapToDouble(pad -> pad)
                    .toArray();
            return node.withAttributes(node.attributes().withInts("pads", longs(order.before(pads))));
        }
        NdArray pads = view.constant(node.input(1)).orElseThrow();
        return with(node, 1, edit.store(node.input(1), pads.with(order.before(pads.values()))));
    }

    private Node sliced(Node node, Node changed, GraphEdit edit) {
        long[] axes = Arrays.stream(SlicedAxes.of(node, view).orElseThrow().axes())
                .map(order::before)
                .toArray();
        return withAxes(changed, 3, axes, edit);
    }

    private Node reduced(Node node, Node changed, GraphEdit edit) {
        long[] axes = Arrays.stream(view.integers(node, "axes", 1).orElseThrow())
                .map(order::before)
                .sorted()
                .toArray();
        return withAxes(changed, 1, axes, edit);
    }

    /** As an input where the node has its other numbers there, else as an attribute. */
    private static Node withAxes(Node node, int input, long[] axes, GraphEdit edit) {
        if (!node.hasInput(1)) {
            return node.withAttributes(node.attributes().withInts("axes", axes));
        }
        NdArray numbers = new NdArray(
                ElementType.INT64,
                new long[] {axes.length},
                Arrays.stream(axes).asDoubleStream().toArray());
        return with(node, input, edit.store(node.id() + ".axes", numbers));
    }

    private static Node with(Node node, int input, String name) {
        List<String> inputs = new ArrayList<>(node.inputs());
        IntStream.range(inputs.size(), input + 1).forEach(i -> inputs.add(""));
        inputs.set(input, name);
        return node.withInputs(inputs);
    }

    private static long[] longs(double... values) {
        return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
    }
}
