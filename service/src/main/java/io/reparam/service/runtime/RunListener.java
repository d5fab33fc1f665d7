package io.reparam.service.runtime;

/** Hears of the runs of all variants, on the threads that make them; what it throws ends up in the log. */
@FunctionalInterface
public interface RunListener {
    /** A batch was run. */
    void ran(ServedVariant variant, int rows, long nanos);
}
