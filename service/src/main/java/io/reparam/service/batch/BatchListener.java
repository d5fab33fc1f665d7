package io.reparam.service.batch;

/** Hears of runs, on the threads that make them; what it throws goes to the thread's handler, and the work goes on. */
@FunctionalInterface
public interface BatchListener {
    /** A batch was run. */
    void ran(int rows, long nanos);
}
