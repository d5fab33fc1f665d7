package io.reparam.service.classify;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.VariantClosedException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks a model as it is served now: a request that met a version just when it was replaced goes to the new one. */
@Component
public final class CurrentModel {
    private final ServedModels models;

    public CurrentModel(ServedModels models) {
        this.models = models;
    }

    /**
     * Does the work, again from the start if the model was replaced meanwhile.
     *
     * @param name null for the default model
     * @throws ServiceException UNKNOWN_MODEL; NOT_READY if it was closed and nothing took its place
     */
    public <T> T ask(@Nullable String name, Function<ServedModel, T> work) {
        ServedModel model = models.model(name);
        while (true) {
            try {
                return work.apply(model);
            } catch (VariantClosedException e) {
                ServedModel next = models.model(name);
                if (next == model) {
                    throw new ServiceException(
                            ErrorKind.NOT_READY, "model '" + model.name() + "' was unloaded; try again");
                }
                model = next;
            }
        }
    }
}
