package io.reparam.service.runtime;

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
}
