package io.reparam.service.batch;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Runs batches, answers each entry, and tells the listener. A batch that fails is run again one by one, so that each item fails for
 * its own reasons only. Any number of threads may share it, each with a runner of its own.
 */
record BatchRun<I, O>(LongSupplier nanoTime, DynamicBatcher.Listener listener) {
    /** Returns how many nanoseconds it took, answers and listener included. What the listener throws goes to the thread's handler. */
    long run(BatchRunner<I, O> runner, List<Entry<I, O>> batch) {
        long start = nanoTime.getAsLong();
        try {
            answer(runner, batch);
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
        return nanoTime.getAsLong() - start;
    }

    private void answer(BatchRunner<I, O> runner, List<Entry<I, O>> batch) {
        long start = nanoTime.getAsLong();
        List<O> results;
        try {
            results =
                    runner.run(batch.stream().map(entry -> entry.item.payload()).toList());
            if (results.size() != batch.size()) {
                throw new IllegalStateException(results.size() + " results for " + batch.size() + " items");
            }
        } catch (RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.get(0).completeExceptionally(e);
            } else {
                batch.forEach(entry -> answer(runner, List.of(entry)));
            }
            return;
        }
        long took = nanoTime.getAsLong() - start;
        int rows = 0;
        for (Entry<I, O> entry : batch) {
            rows += entry.item.rows();
        }
        for (int i = 0; i < batch.size(); i++) {
            Entry<I, O> entry = batch.get(i);
            entry.complete(new Ran<>(results.get(i), rows, start - entry.enqueuedNanos, took));
        }
        listener.ran(rows, took);
    }
}
