package io.reparam.graph;

import java.io.Serial;

/**
 * A model that says something that ONNX does not know: an attribute of another kind, a number that stands for
 * no type, constants whose shapes do not go together.
 */
public final class MalformedModelException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    public MalformedModelException(String message) {
        super(message);
    }

    private MalformedModelException(String message, MalformedModelException cause) {
        super(message, cause);
    }

    /** The same, of a node. */
    public MalformedModelException at(Node node) {
        return new MalformedModelException(node.label() + ": " + getMessage(), this);
    }
}
