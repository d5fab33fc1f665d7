package io.reparam.fold.match;

import io.reparam.graph.Node;
import java.util.HashMap;
import java.util.Map;

/** A place in a graph that fits a {@link Pattern}. */
public final class Match {
    private final Node root;
    private final Map<Capture<?>, Object> captured;

    Match(Node root) {
        this(root, new HashMap<>());
    }

    private Match(Node root, Map<Capture<?>, Object> captured) {
        this.root = root;
        this.captured = captured;
    }

    /** The node that the pattern began with: the last one of the place in the order of the graph. */
    public Node root() {
        return root;
    }

    /** @throws IllegalArgumentException if the pattern has no such capture */
    public <T> T get(Capture<T> capture) {
        Object value = captured.get(capture);
        if (value == null) {
            throw new IllegalArgumentException("the pattern captures no '" + capture + "'");
        }
        return capture.cast(value);
    }

    void put(Capture<?> capture, Object value) {
        captured.put(capture, value);
    }

    /** To try an alternative that may fail halfway. */
    Match copy() {
        return new Match(root, new HashMap<>(captured));
    }

    void take(Match other) {
        captured.putAll(other.captured);
    }
}
