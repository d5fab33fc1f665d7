package io.reparam.service.runtime;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Whether the service answers: what every probe tells, over every transport. It does while the default model is loaded, from the end
 * of the start to the beginning of the end. Any number of threads may ask.
 */
@Component
public final class Readiness {
    private final ServedModels models;
    private volatile boolean accepting;

    public Readiness(ServedModels models) {
        this.models = models;
    }

    /** Comes first: whoever else hears of the change asks here. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void changed(AvailabilityChangeEvent<ReadinessState> event) {
        accepting = event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
    }

    /** Whether requests are to be sent here at all: not before the start is over, nor once the end has begun. */
    public boolean accepting() {
        return accepting;
    }

    /** Whether requests are to be sent here, and find the model that is meant where none is named. */
    public boolean ready() {
        return accepting && models.ready();
    }
}
