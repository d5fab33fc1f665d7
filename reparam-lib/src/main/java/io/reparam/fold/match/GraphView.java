package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A graph between two rewrites, to be asked, not to be changed. */
public final class GraphView {
    private final Graph graph;
    private final Constants constants;
    private final Ranks ranks;
    private final Sizes sizes;
    private final Extents extents;
    private final Types types;

    public GraphView(Graph graph, Constants constants) {
        this.graph = graph;
        this.constants = constants;
        constants.update(graph);
        this.ranks = new Ranks(graph);
        DimensionSource source = new DimensionSource(graph, constants, ranks);
        this.sizes = new Sizes(graph, ranks, source);
        this.extents = new Extents(graph, constants, ranks, sizes, source);
        this.types = new Types(graph);
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

    /** The constant as the graph's own types have it, every node's result rounded; empty where that is not known. */
    public Optional<NdArray> constantInGraphTypes(String value) {
        return constants.inGraphTypes(value, graph);
    }

    /** Why a node could not be computed although its inputs are constant; empty for every other node. */
    public Optional<String> unsupported(Node node) {
        return constants.unsupported(node);
    }

    /** Element type, empty if nothing tells. */
    public Optional<ElementType> type(String value) {
        return types.of(value);
    }

    /** Number of dimensions, empty if nothing tells. */
    public OptionalInt rank(String value) {
        return ranks.of(value);
    }

    /** Size of a dimension, empty if nothing tells; axis from 0. */
    public OptionalLong size(String value, int axis) {
        return sizes.of(value, axis);
    }

    /** How long a dimension is, or which one it is as long as; axis from 0. */
    public Extent extent(String value, int axis) {
        return extents.of(value, axis);
    }

    /** Whether two dimensions are surely as long, although that may be free; axes from 0. */
    public boolean sameSize(String a, int axis, String b, int other) {
        Extent extent = extent(a, axis);
        return !(extent instanceof Extent.Unknown) && extent.equals(extent(b, other));
    }

    /** The numbers of an integer value of one dimension or none, as far as they are sizes; empty if their count is not known. */
    public List<Extent> extents(String value) {
        return extents.list(value);
    }

    /** Whether a value goes into one input of this node and nowhere else: no other node, no subgraph, no graph output. */
    public boolean readOnlyBy(Node reader, String value) {
        List<Node> consumers = graph.consumers(value);
        return consumers.size() == 1
                && consumers.get(0).equals(reader)
                && reader.inputs().stream().filter(value::equals).count() == 1
                && !graph.isOutput(value);
    }

    /** Whether another value can stand in its place: it is no graph output and no subgraph reads it. */
    public boolean replaceable(String value) {
        return !graph.isOutput(value) && graph.consumers(value).stream().noneMatch(Node::hasSubgraph);
    }

    /** Whether one of a node's outputs from this index on is read by anybody. */
    public boolean readsOutputsFrom(Node node, int index) {
        return node.outputs().stream()
                .skip(index)
                .anyMatch(name -> !name.isEmpty()
                        && (graph.isOutput(name) || !graph.consumers(name).isEmpty()));
    }
}
