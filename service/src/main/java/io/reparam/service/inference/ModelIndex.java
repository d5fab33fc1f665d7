package io.reparam.service.inference;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.IndexEntry;
import io.reparam.service.runtime.ModelControl;
import java.util.List;
import org.springframework.stereotype.Component;

/** The model repository, as the protocol sees it. Any number of threads may share it. */
@Component
public final class ModelIndex {
    private final ModelControl control;

    ModelIndex(ModelControl control) {
        this.control = control;
    }

    /**
     * A version of a model.
     *
     * @param state {@code READY} or {@code UNAVAILABLE}
     * @param reason why it, or what should replace it, does not answer; empty if all is well
     */
    public record Entry(String name, String version, String state, String reason) {
        static Entry of(IndexEntry entry) {
            return new Entry(entry.name(), entry.version(), entry.state().name(), entry.reason());
        }
    }

    /** @param readyOnly whether to leave out what does not answer */
    public List<Entry> entries(boolean readyOnly) {
        return control.index().stream()
                .filter(entry -> !readyOnly || entry.state() == IndexEntry.State.READY)
                .map(Entry::of)
                .toList();
    }

    /**
     * Loads a model as it lies there now.
     *
     * @param parameters must not bring files or a configuration of their own
     * @throws ServiceException if it is not allowed, unknown, or cannot be loaded
     */
    public void load(String model, Parameters parameters) {
        for (String name : parameters.values().keySet()) {
            if (name.equals("config") || name.startsWith("file:")) {
                throw new ServiceException(
                        ErrorKind.BAD_REQUEST,
                        "the load parameter " + CallerText.quote(name)
                                + " is not supported; put the model into the repository, and load it without");
            }
        }
        control.load(model);
    }

    /** @throws ServiceException if it is not allowed or unknown */
    public void unload(String model) {
        control.unload(model);
    }
}
