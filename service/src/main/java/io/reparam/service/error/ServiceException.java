package io.reparam.service.error;

import java.io.Serial;

/** A request that was not answered; the message goes to the caller as it is. */
public final class ServiceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ErrorKind kind;

    public ServiceException(ErrorKind kind, String message) {
        // expected, many of them under attack, and never printed: a stack trace would only cost
        super(message, null, false, false);
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }
}
