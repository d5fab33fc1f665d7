package io.reparam.fold.match;

import io.reparam.graph.Node;

/**
 * A place in a {@link Pattern} whose content a rule asks for. Compared by identity.
 *
 * @param <T> Node, or String for the name of a value
 */
public final class Capture<T> {
    private final String label;
    private final Class<T> kind;

    private Capture(String label, Class<T> kind) {
        this.label = label;
        this.kind = kind;
    }

    public static Capture<Node> node(String label) {
        return new Capture<>(label, Node.class);
    }

    public static Capture<String> value(String label) {
        return new Capture<>(label, String.class);
    }

    T cast(Object captured) {
        return kind.cast(captured);
    }

    @Override
    public String toString() {
        return label;
    }
}
