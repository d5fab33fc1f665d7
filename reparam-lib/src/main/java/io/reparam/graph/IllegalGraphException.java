package io.reparam.graph;

import java.io.Serial;
import java.util.List;

/** A graph that is not legal ONNX. */
public final class IllegalGraphException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    IllegalGraphException(String graph, List<String> problems) {
        super("graph '" + graph + "' is not legal: "
                + String.join("; ", problems.subList(0, Math.min(5, problems.size())))
                + (problems.size() > 5 ? "; and " + (problems.size() - 5) + " more" : ""));
    }
}
