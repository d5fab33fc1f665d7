package io.reparam.service.runtime;

import java.util.List;

/**
 * Hears what happens to models. Every {@link #loaded} is followed by one {@link #unloaded} of the same object, unless the service
 * ends; a new generation is loaded before the old one is unloaded. One thread at a time calls it.
 */
public interface ModelListener {
    /** A version was read, checked and warmed up, and now answers. */
    void loaded(ServedModel model, long nanos);

    /** A version could not be loaded; whatever answered before still does. */
    void failed(String model);

    /** A version gets no new requests. */
    void unloaded(ServedModel model);

    /** All of them, in their order. */
    static ModelListener all(List<ModelListener> listeners) {
        return new ModelListener() {
            @Override
            public void loaded(ServedModel model, long nanos) {
                listeners.forEach(listener -> listener.loaded(model, nanos));
            }

            @Override
            public void failed(String model) {
                listeners.forEach(listener -> listener.failed(model));
            }

            @Override
            public void unloaded(ServedModel model) {
                listeners.forEach(listener -> listener.unloaded(model));
            }
        };
    }
}
