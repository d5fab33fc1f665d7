package io.reparam.service.runtime;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The models cannot be served; the service does not start. */
public final class StartupException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String remedy;

    /**
     * @param problem what is wrong, with the file and the values
     * @param remedy what to do
     */
    public StartupException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
