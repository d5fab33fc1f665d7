package io.reparam.service.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A version that stays loaded until this is closed, whatever happens in the repository. Any thread may close it, once or more. */
public final class Lease implements AutoCloseable {
    private final Generation generation;
    private final @Nullable String variant;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(Generation generation, @Nullable String variant) {
        this.generation = generation;
        this.variant = variant;
    }

    public ServedModel model() {
        return generation.model;
    }

    /**
     * The variant asked for, to be described.
     *
     * @param asked null for the one in the model's name ({@code m.reparam}), or else the default variant
     * @throws io.reparam.service.error.ServiceException UNKNOWN_VARIANT
     */
    public ServedVariant variant(@Nullable String asked) {
        return generation.model.variant(asked == null ? variant : asked);
    }

    /**
     * The variant that answers a request.
     *
     * @param asked null for the one in the model's name, or else as the traffic policy says
     * @param random evenly distributed in [0, 1), for the policy
     * @throws io.reparam.service.error.ServiceException UNKNOWN_VARIANT
     */
    public ServedVariant answering(@Nullable String asked, double random) {
        return asked == null && variant == null
                ? generation.model.variant(generation.model.traffic().choose(random))
                : variant(asked);
    }

    /**
     * Another lease on the same version, for work that outlives the request.
     *
     * @throws IllegalStateException if this one is closed
     */
    public Lease another() {
        if (closed.get() || !generation.enter()) {
            throw new IllegalStateException("the lease on " + generation.model + " is closed");
        }
        return new Lease(generation, variant);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            generation.leave();
        }
    }
}
