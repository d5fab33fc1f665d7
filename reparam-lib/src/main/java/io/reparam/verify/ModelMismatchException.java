package io.reparam.verify;

import java.io.Serial;

/** Two models cannot be compared, for their inputs or outputs differ; the message says where. */
public final class ModelMismatchException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ModelMismatchException(String message) {
        super(message);
    }
}
