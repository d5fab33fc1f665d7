package io.reparam.service.repository;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A model that cannot be served. At start it may stop the service; later it is the reason that the index shows. */
public final class UnservableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String remedy;

    /**
     * @param problem what is wrong, with the file and the values
     * @param remedy what to do
     */
    public UnservableException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
