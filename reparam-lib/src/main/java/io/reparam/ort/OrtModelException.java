package io.reparam.ort;

import java.io.Serial;

/** A model that ONNX Runtime could not load or run; the message is fit to be shown to a user. */
public class OrtModelException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public OrtModelException(String message) {
        super(message);
    }

    public OrtModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
