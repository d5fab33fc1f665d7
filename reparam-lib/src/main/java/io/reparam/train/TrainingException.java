package io.reparam.train;

import java.io.Serial;

/** A run that cannot go on; the message says why and what to do. */
public final class TrainingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }
}
