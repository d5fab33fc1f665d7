package io.reparam.service.batch;

/** Hears of runs, on the threads that make them. Must not throw. */
@FunctionalInterface
public interface BatchListener {
    /** A batch was run. */
    void ran(int rows, long nanos);
}
