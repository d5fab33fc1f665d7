package io.reparam.fold.match;

import io.reparam.fold.eval.GraphRun;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.shape.Fact;
import io.reparam.fold.shape.Inference;
import io.reparam.fold.shape.NominalSizes;
import io.reparam.fold.shape.Size;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** A graph between two rewrites, to be asked, not to be changed. */
public final class GraphView {
    private final Graph graph;
    private final Constants constants;
    private final Inference inference;
    private final ConstantRuns runs;

    public GraphView(Graph graph, Constants constants) {
        this(graph, constants, new Inference(graph));
    }

    /** @param inference of this graph, with what it has found before */
    public GraphView(Graph graph, Constants constants, Inference inference) {
        this.graph = graph;
        this.constants = constants;
        this.inference = inference;
        constants.update(graph, inference);
        runs = constants.runs();
        runs.update(graph, constants);
    }

    public Graph graph() {
        return graph;
    }

    public boolean isConstant(String value) {
        return constants.isConstant(value, graph);
    }

    /** The value in float64, empty if it is not constant. */
    public Optional<NdArray> constant(String value) {
        return constants.value(value, graph);
    }

    /** Whole numbers that are an attribute up to some opset and a constant input from then on, such as axes. */
    public Optional<long[]> integers(Node node, String attribute, int input) {
        return node.attributes()
                .getInts(attribute)
                .map(given -> given.stream().mapToLong(Long::longValue).toArray())
                .or(() -> constant(node.input(input))
                        .map(array -> Arrays.stream(array.values())
                                .mapToLong(value -> (long) value)
                                .toArray()));
    }

    /** The constant as the graph's own types have it, every node's result rounded; empty where that is not known. */
    public Optional<NdArray> constantInGraphTypes(String value) {
        return constants.inGraphTypes(value, graph);
    }

    /** The outputs of a node that are constant, by name; a problem if its inputs are and it could not be computed. */
    public Result<Map<String, NdArray>> constantOutputs(Node node) {
        return constants.outputs(node, graph);
    }

    /** Whether a node is not computed although its inputs are constant: {@link #constantOutputs} says why. */
    public boolean isRefused(Node node) {
        return constants.isRefused(node);
    }

    /** Element type, empty if nothing tells. */
    public Optional<ElementType> type(String value) {
        return Optional.ofNullable(inference.of(value).type());
    }

    /**
     * What a node gives that depends on no input and is beyond what {@link #constant} computes: of strings or sequences, or with a
     * graph in it. It runs with whatever before it is no tensor. Empty for every other node.
     */
    public Optional<GraphRun> run(Node node) {
        if (!runs.isCandidate(node, constants)) {
            return Optional.empty();
        }
        boolean stored = node.outputs().stream().map(this::fact).anyMatch(GraphView::mayBeStored);
        return stored ? Optional.of(runs.of(node, graph)) : Optional.empty();
    }

    /** Not so a sequence, nor numbers that Java's side of a runtime does not read, such as those of 8 bits with an exponent. */
    private static boolean mayBeStored(Fact fact) {
        boolean tensor = fact.kind() == Fact.Kind.TENSOR || fact.kind() == Fact.Kind.UNKNOWN;
        ElementType type = fact.type();
        return tensor && (type == null || type.isNumeric() || type == ElementType.STRING);
    }

    /** Number of dimensions, empty if nothing tells. */
    public OptionalInt rank(String value) {
        return inference.of(value).rank();
    }

    /** Size of a dimension, empty if nothing tells; axis from 0. */
    public OptionalLong size(String value, int axis) {
        return inference.of(value).size(axis);
    }

    /** All that is known of a value's type, its dimensions and its numbers. */
    public Fact fact(String value) {
        return inference.of(value);
    }

    /** Whether two dimensions are surely as long, although that may be free; axes from 0. */
    public boolean sameSize(String a, int axis, String b, int other) {
        Optional<Size> size = fact(a).dim(axis);
        return size.isPresent() && size.equals(fact(b).dim(other));
    }

    /** Whether two values surely have the same shape, although it may be free. */
    public boolean sameShape(String a, String b) {
        List<Size> dims = fact(a).dims();
        return dims != null && dims.equals(fact(b).dims());
    }

    /** Shapes for an input of some size. */
    public NominalSizes sized(long batch, long side) {
        return new NominalSizes(graph, inference, batch, side);
    }

    /** Whether a value goes into one input of this node and nowhere else: no other node, no subgraph, no graph output. */
    public boolean readOnlyBy(Node reader, String value) {
        List<Node> consumers = graph.consumers(value);
        return consumers.size() == 1
                && consumers.get(0).equals(reader)
                && reader.inputs().stream().filter(value::equals).count() == 1
                && !graph.isOutput(value);
    }

    /** The node whose first output is this value; of one that is another output there is none. */
    public Optional<Node> producerOf(String value) {
        return graph.producer(value).filter(node -> node.output(0).equals(value));
    }

    /** The node, if it alone reads a value, which may then change along with it. */
    public Result<Node> onlyReader(String value, Node reader) {
        return readOnlyBy(reader, value)
                ? Result.found(reader)
                : Result.problem(graph.producer(value)
                                .map(node -> "the output of " + node.label())
                                .orElse("'" + value + "'")
                        + " is also read elsewhere or a graph output");
    }

    /** The nodes, if the first output of each is read by the next one alone. */
    public Result<List<Node>> chained(List<Node> nodes) {
        return Result.all(IntStream.range(1, nodes.size())
                        .mapToObj(i -> onlyReader(nodes.get(i - 1).output(0), nodes.get(i))))
                .map(readers -> nodes);
    }

    /** Whether another value can stand in its place: it is not a graph output and no subgraph reads it. */
    public boolean replaceable(String value) {
        return !graph.isOutput(value) && isReadByInputsOnly(value);
    }

    /** Whether no graph that a node holds reads a value. */
    public boolean isReadByInputsOnly(String value) {
        return graph.consumers(value).stream().noneMatch(node -> node.readsInside(value));
    }

    /** Whether one of a node's outputs from this index on is read by anybody. */
    public boolean readsOutputsFrom(Node node, int index) {
        return node.outputs().stream()
                .skip(index)
                .anyMatch(name -> !name.isEmpty()
                        && (graph.isOutput(name) || !graph.consumers(name).isEmpty()));
    }
}
