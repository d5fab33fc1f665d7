package io.reparam.fold.shape;

import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One node with what is known of its inputs, and a place for what is found of its outputs. For one thread. */
final class InferredNode {
    private final Node node;
    private final Graph graph;
    private final String scope;
    private final int depth;
    private final List<Fact> inputs;
    private final Function<String, Fact> outer;
    private final Fact[] outputs;

    /**
     * @param graph that the node is in
     * @param scope written before names of values, so that a body's are not those of another one
     * @param depth of bodies around the node
     * @param inputs one for each input of the node
     * @param outer what is known of any value that a body may read
     */
    InferredNode(Node node, Graph graph, String scope, int depth, List<Fact> inputs, Function<String, Fact> outer) {
        this.node = node;
        this.graph = graph;
        this.scope = scope;
        this.depth = depth;
        this.inputs = inputs;
        this.outer = outer;
        this.outputs = new Fact[node.outputs().size()];
        Arrays.fill(outputs, Fact.UNKNOWN);
    }

    Node node() {
        return node;
    }

    Graph graph() {
        return graph;
    }

    /** The version of the node's domain, 0 if the file does not say it. */
    int opset() {
        return graph.opsets().getOrDefault(node.domain(), 0L).intValue();
    }

    String scope() {
        return scope;
    }

    int depth() {
        return depth;
    }

    Function<String, Fact> outer() {
        return outer;
    }

    Fact in(int index) {
        return index < inputs.size() ? inputs.get(index) : Fact.UNKNOWN;
    }

    boolean has(int index) {
        return node.hasInput(index);
    }

    int inputs() {
        return inputs.size();
    }

    @Nullable
    ElementType type(int index) {
        return in(index).type();
    }

    @Nullable
    List<Size> dims(int index) {
        return in(index).dims();
    }

    /** @throws IllegalStateException if they are not known, so that nothing is known of the output either */
    List<Size> shape(int index) {
        List<Size> dims = dims(index);
        if (dims == null) {
            throw new IllegalStateException("the shape of input " + index + " of " + node.label() + " is not known");
        }
        return dims;
    }

    /** The numbers of an input; whole ones that nothing explains stand for themselves. Null if their count is not known. */
    @Nullable
    List<Element> elements(int index) {
        Fact fact = in(index);
        List<Element> elements = fact.elements();
        List<Size> dims = fact.dims();
        ElementType type = fact.type();
        if (elements != null
                || dims == null
                || dims.size() > 1
                || type == null
                || type.isReal()
                || type == ElementType.STRING) {
            return elements;
        }
        long count = dims.isEmpty() ? 1 : dims.get(0).known().orElse(-1);
        return count < 0 || count > Fact.MOST_ELEMENTS
                ? null
                : IntStream.range(0, (int) count)
                        .<Element>mapToObj(i -> Size.of(new Atom.Entry(scope + node.input(index), i)))
                        .toList();
    }

    /** The whole numbers of an input, those that are not known among them. Null if their count is not known. */
    @Nullable
    List<Size> sizes(int index) {
        List<Element> elements = elements(index);
        if (elements == null || !elements.stream().allMatch(Size.class::isInstance)) {
            return null;
        }
        return elements.stream().map(Size.class::cast).toList();
    }

    /** The whole numbers of an input, all known. Null otherwise. */
    long @Nullable [] longs(int index) {
        List<Size> sizes = sizes(index);
        return sizes == null || !sizes.stream().allMatch(Size::isKnown)
                ? null
                : sizes.stream().mapToLong(size -> size.known().orElseThrow()).toArray();
    }

    /** The numbers of an input as real ones, all known. Null otherwise. */
    double @Nullable [] doubles(int index) {
        List<Element> elements = in(index).elements();
        if (elements == null) {
            return null;
        }
        double[] values = new double[elements.size()];
        for (int i = 0; i < values.length; i++) {
            Element element = elements.get(i);
            if (element instanceof Element.Real real) {
                values[i] = real.value();
            } else if (element instanceof Size size && size.isKnown()) {
                values[i] = size.known().getAsLong();
            } else {
                return null;
            }
        }
        return values;
    }

    long attribute(String name, long otherwise) {
        return node.attributes().getInt(name, otherwise);
    }

    /** A list that is an attribute up to some opset and an input from then on. Null if it is left out or not known. */
    long @Nullable [] list(String name, int input) {
        long[] attribute = list(name);
        return attribute != null || !has(input) ? attribute : longs(input);
    }

    long @Nullable [] list(String name) {
        return node.attributes()
                .getInts(name)
                .map(values -> values.stream().mapToLong(v -> v).toArray())
                .orElse(null);
    }

    /** @throws IllegalStateException if the axis is not one of so many */
    static int axis(long axis, int rank) {
        long from0 = axis < 0 ? axis + rank : axis;
        if (from0 < 0 || from0 >= rank) {
            throw new IllegalStateException("axis " + axis + " is not one of " + rank);
        }
        return (int) from0;
    }

    /** A dimension of an output of which nothing else is known. */
    Size place(int output, int axis) {
        return Size.of(new Atom.Place(scope + node.output(output), axis, false));
    }

    List<Size> places(int output, int rank) {
        return IntStream.range(0, rank).mapToObj(axis -> place(output, axis)).toList();
    }

    Fact out(int output) {
        return outputs[output];
    }

    void set(int output, Fact fact) {
        if (output >= outputs.length) {
            return;
        }
        List<Size> dims = fact.dims();
        if (dims != null && dims.stream().anyMatch(Size::isLong)) {
            List<Size> shorter = new ArrayList<>(dims);
            for (int axis = 0; axis < shorter.size(); axis++) {
                shorter.set(axis, shorter.get(axis).isLong() ? place(output, axis) : shorter.get(axis));
            }
            outputs[output] = fact.withDims(shorter);
        } else {
            outputs[output] = fact;
        }
    }

    void set(int output, @Nullable ElementType type, @Nullable List<Size> dims) {
        set(output, Fact.tensor(type, dims));
    }

    /** A tensor with its numbers; those that are too long to compare stand for themselves. */
    void set(int output, @Nullable ElementType type, @Nullable List<Size> dims, @Nullable List<Element> elements) {
        List<Element> kept =
                elements == null || elements.size() > Fact.MOST_ELEMENTS ? null : new ArrayList<>(elements);
        for (int i = 0; kept != null && i < kept.size(); i++) {
            if (kept.get(i) instanceof Size size && size.isLong()) {
                kept.set(i, Size.of(new Atom.Entry(scope + node.output(output), i)));
            }
        }
        set(output, Fact.tensor(type, dims, kept));
    }

    List<Fact> found() {
        return List.of(outputs);
    }
}
