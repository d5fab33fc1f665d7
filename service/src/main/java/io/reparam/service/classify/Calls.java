package io.reparam.service.classify;

import io.reparam.service.runtime.ServedModels;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where each request of a transport begins. Any number of threads may share it. */
@Component
public final class Calls {
    private final ClassifyListener listener;
    private final ServedModels models;

    Calls(ClassifyListener listener, ServedModels models) {
        this.listener = listener;
        this.models = models;
    }

    /**
     * A request has come; its body may still have to be read. If it fails before its target is found, it counts for whom it asked.
     *
     * @param model {@code m} or {@code m.variant}; null for the default model
     * @param variant null for the one in the model's name, or its default
     */
    public Call receive(Protocol protocol, @Nullable String model, @Nullable String variant) {
        listener.requestReceived(protocol);
        return new Call(protocol, listener, () -> Target.asked(models, model, variant));
    }
}
