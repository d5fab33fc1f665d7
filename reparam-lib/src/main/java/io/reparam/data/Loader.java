package io.reparam.data;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prepares batches ahead, on threads of its own, into two memories by turns. One thread takes them; a batch is valid until the
 * next one is taken.
 */
public final class Loader implements AutoCloseable {
    private final Batches batches;
    private final ExecutorService threads;
    private final Batch[] memory;
    private int[] order = {};
    private long seed;
    private int epoch;
    private int next;
    private int end;
    private List<Future<?>> underWay = List.of();
    private long waitedNanos;

    /** @param threads that prepare images; 1 or more */
    public Loader(Batches batches, int threads) {
        this.batches = batches;
        this.memory = new Batch[] {batches.allocate(), batches.allocate()};
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "loader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Goes to a place in an epoch, and begins to prepare what is there. */
    public void start(long newSeed, int newEpoch, int from, int to) {
        drain();
        seed = newSeed;
        epoch = newEpoch;
        next = from;
        end = to;
        order = batches.order(seed, epoch);
        waitedNanos = 0;
        prepare();
    }

    /** Batches in an epoch. */
    public int count() {
        return batches.count();
    }

    /** Waits for the next batch. */
    public Batch next() {
        long from = System.nanoTime();
        drain();
        Batch ready = memory[next % 2];
        batches.finish(ready, seed, epoch, next);
        waitedNanos += System.nanoTime() - from;
        next++;
        prepare();
        return ready;
    }

    /** How long {@link #next} has waited since {@link #start}, in seconds. */
    public double waitedSeconds() {
        return waitedNanos / 1e9;
    }

    private void prepare() {
        if (next >= end) {
            underWay = List.of();
            return;
        }
        int index = next;
        Batch batch = memory[index % 2];
        batch.resize(batches.sizeOf(index));
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            int image = i;
            tasks.add(threads.submit(() -> batches.prepare(batch, image, order, seed, epoch, index)));
        }
        underWay = tasks;
    }

    private void drain() {
        for (Future<?> task : underWay) {
            try {
                task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while images were prepared", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UncheckedIOException unreadable) {
                    throw unreadable;
                }
                throw new IllegalStateException("an image could not be prepared", e.getCause());
            }
        }
        underWay = List.of();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
