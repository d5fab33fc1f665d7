package io.reparam.fold.absorb;

import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether a value is computed from the image only through a pooling over all of its positions. */
final class Pooled implements Predicate<String> {
    private static final int DEPTH = 64; // longer than any attention module, short enough for the stack

    private final GraphView view;
    private final Map<String, Boolean> known = new HashMap<>();

    Pooled(GraphView view) {
        this.view = view;
    }

    @Override
    public boolean test(String value) {
        return test(value, DEPTH);
    }

    private boolean test(String value, int depth) {
        Boolean before = known.get(value);
        if (before != null) {
            return before;
        }
        Optional<Node> producer = view.graph().producer(value);
        boolean pooled = depth > 0 && producer.isPresent() && computes(producer.get(), depth);
        known.put(value, pooled);
        return pooled;
    }

    private boolean computes(Node node, int depth) {
        if (!node.domain().isEmpty()) {
            return false;
        }
        if (Operators.isAny(node, Trait.POOLS_ALL, Trait.REDUCES)) {
            return Operators.is(node, Trait.POOLS_ALL) || coversImage(node) || test(node.input(0), depth - 1);
        }
        List<String> varying = new ArrayList<>(Operators.is(node, Trait.FORMS) ? List.of(node.input(0)) : node.uses());
        varying.removeIf(view::isConstant);
        return keepsApart(node) && !varying.isEmpty() && varying.stream().allMatch(input -> test(input, depth - 1));
    }

    /** What attention modules do to a vector of channels: no number of another position comes in. */
    private static boolean keepsApart(Node node) {
        return Operators.isAny(node, Trait.ELEMENTWISE, Trait.LAYER, Trait.NORMALIZES, Trait.MOVES)
                || node.is("Softmax");
    }

    /** A Reduce over H and W: the axes 2 and 3, or the last two. */
    private boolean coversImage(Node node) {
        List<Long> axes = node.attributes()
                .getInts("axes")
                .or(() -> view.constant(node.input(1)).map(given -> {
                    List<Long> list = new ArrayList<>();
                    for (double axis : given.values()) {
                        list.add((long) axis);
                    }
                    return list;
                }))
                .orElse(List.of());
        return axes.size() == 2 && (axes.containsAll(List.of(2L, 3L)) || axes.containsAll(List.of(-1L, -2L)));
    }
}
