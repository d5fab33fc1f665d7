package io.reparam.data;

import java.io.IOException;
import java.io.Serial;

/** A data set that is missing or damaged; the message names the file and what to do. */
public final class DataException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }
}
