package io.reparam.service.runtime;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All models, loaded and warm. Immutable until it is closed, at shutdown, when no request is left. */
public final class ServedModels implements AutoCloseable {
    private final Map<String, ServedModel> models;
    private final String defaultModel;
    private volatile boolean closed;

    ServedModels(Map<String, ServedModel> models, String defaultModel) {
        this.models = models;
        this.defaultModel = defaultModel;
    }

    /**
     * The model of a name.
     *
     * @param name null for the default model
     * @throws ServiceException UNKNOWN_MODEL, or NOT_READY once closed
     */
    public ServedModel model(@Nullable String name) {
        if (closed) {
            throw new ServiceException(ErrorKind.NOT_READY, "the service is shutting down; ask another instance");
        }
        String wanted = name == null ? defaultModel : name;
        ServedModel model = models.get(wanted);
        if (model == null) {
            throw new ServiceException(
                    ErrorKind.UNKNOWN_MODEL,
                    "there is no model " + CallerText.quote(wanted) + "; there is "
                            + String.join(", ", models.keySet()));
        }
        return model;
    }

    public Collection<ServedModel> all() {
        return models.values();
    }

    public String defaultModel() {
        return defaultModel;
    }

    /** Whether requests can be answered. */
    public boolean ready() {
        return !closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        models.values().forEach(model -> model.variants().values().forEach(ServedVariant::close));
    }
}
