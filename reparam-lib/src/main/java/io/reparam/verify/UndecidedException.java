package io.reparam.verify;

import java.io.Serial;

/** Why two models cannot be compared here; becomes a report. */
final class UndecidedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UndecidedException(String message) {
        super(message);
    }
}
