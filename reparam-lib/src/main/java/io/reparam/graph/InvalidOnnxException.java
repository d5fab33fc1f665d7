package io.reparam.graph;

import java.io.IOException;
import java.io.Serial;

/** A file that is not an ONNX model, or one that cannot be read here; the message names the file and is fit for a user. */
public final class InvalidOnnxException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    InvalidOnnxException(String file, String reason, Throwable cause) {
        super("'" + file + "' " + reason, cause);
    }

    InvalidOnnxException(String file, String reason) {
        super("'" + file + "' " + reason);
    }
}
