package io.reparam.fold.match;

import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Sizes that are not known followed to the dimension they come from, so that equal ones can be told. Looked up when asked for.
 */
final class Extents {
    private static final int DEPTH = 64;
    private static final Set<String> BROADCAST = Set.of("Add", "Sub", "Mul", "Div", "Pow");

    private final Graph graph;
    private final Ranks ranks;
    private final Sizes sizes;
    private final DimensionSource source;
    private final SizeLists lists;
    private final Map<Extent.Same, Extent> known = new HashMap<>();

    Extents(Graph graph, Constants constants, Ranks ranks, Sizes sizes, DimensionSource source) {
        this.graph = graph;
        this.ranks = ranks;
        this.sizes = sizes;
        this.source = source;
        this.lists = new SizeLists(graph, constants, ranks, this);
    }

    Extent of(String value, int axis) {
        return of(new Extent.Same(value, axis), DEPTH);
    }

    Extent of(Extent.Same place, int depth) {
        Extent before = known.get(place);
        if (before == null) {
            OptionalLong size = sizes.of(place.value(), place.axis());
            before = size.isPresent() ? new Extent.Known(size.getAsLong()) : origin(place, depth);
            known.put(place, before);
        }
        return before;
    }

    private Extent origin(Extent.Same place, int depth) {
        Optional<Node> producer = graph.producer(place.value());
        if (producer.isEmpty() || depth == 0) {
            return place;
        }
        Node node = producer.get();
        Optional<Extent> origin = source.of(node, place.value(), place.axis());
        if (origin.isPresent()) {
            return origin.get() instanceof Extent.Same same ? of(same, depth - 1) : origin.get();
        }
        if (node.is("Reshape")) {
            List<Extent> shape = lists.of(node.input(1), depth - 1);
            boolean computed = place.axis() < shape.size() && shape.get(place.axis()) instanceof Extent.Same;
            return computed ? shape.get(place.axis()) : place;
        }
        boolean aligned = BROADCAST.contains(node.opType())
                || (node.is("MatMul") && place.axis() < ranks.of(place.value()).orElse(0) - 2);
        return aligned && node.domain().isEmpty() ? shared(node, place, depth) : place;
    }

    /** The dimension that both operands have; one of 1, or none, gives way. */
    private Extent shared(Node node, Extent.Same place, int depth) {
        OptionalInt rank = ranks.of(place.value());
        Extent shared = null;
        for (String input : node.inputs()) {
            OptionalInt own = ranks.of(input);
            if (rank.isEmpty() || own.isEmpty()) {
                return place;
            }
            int axis = place.axis() - rank.getAsInt() + own.getAsInt();
            Extent part = axis < 0 ? new Extent.Known(1) : of(new Extent.Same(input, axis), depth - 1);
            boolean one = part.equals(new Extent.Known(1));
            if (!one && shared != null && !shared.equals(part)) {
                return place;
            }
            shared = one ? shared : part;
        }
        return shared == null ? new Extent.Known(1) : shared;
    }

    List<Extent> list(String value) {
        return lists.of(value, DEPTH);
    }
}
