package io.reparam.service.classify;

/** Tells when a caller goes away. */
@FunctionalInterface
public interface Cancellation {
    /** The caller cannot, or its transport cannot see it. */
    Cancellation NEVER = action -> () -> {};

    /** What is to happen is forgotten when this is closed. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Does this, on any thread, once the caller is gone; at once if it already is. */
    Registration onCancel(Runnable action);
}
