package io.reparam.service.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A bounded queue and its threads, one for each runner. A free thread takes what is there: a lone item runs at once, and what
 * arrives while all threads run forms the next batches. Any number of threads may offer.
 *
 * <p>Each item that is accepted is answered exactly once: with its own result, with what its run alone threw, with what
 * {@code late} gives if its deadline passed before it ran, or by cancellation.
 */
public final class DynamicBatcher<I, O> {
    private final LongSupplier nanoTime;
    private final Supplier<? extends RuntimeException> late;
    private final BatchLimits limits;
    private final BatchRun<I, O> run;
    private final List<Thread> threads = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BatchAssembler<I, O> waiting;
    private int running;
    private int free;
    private boolean closed;

    /**
     * Starts the threads.
     *
     * @param name for the threads
     * @param runners each gets a thread of its own
     * @param late what an item fails with whose deadline passed before it ran
     */
    public DynamicBatcher(
            String name,
            BatchLimits limits,
            List<? extends BatchRunner<I, O>> runners,
            Supplier<? extends RuntimeException> late,
            BatchListener listener) {
        this(name, limits, runners, late, listener, System::nanoTime);
    }

    DynamicBatcher(
            String name,
            BatchLimits limits,
            List<? extends BatchRunner<I, O>> runners,
            Supplier<? extends RuntimeException> late,
            BatchListener listener,
            LongSupplier nanoTime) {
        this.limits = limits;
        this.late = late;
        this.nanoTime = nanoTime;
        run = new BatchRun<>(nanoTime, listener);
        waiting = new BatchAssembler<>(limits);
        for (BatchRunner<I, O> runner : runners) {
            Thread thread = new Thread(() -> loop(runner), "batch-" + name + "-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Offers items that all get a place or none does; never waits for one.
     *
     * @throws IllegalArgumentException if one has no rows or more than a batch may have
     */
    public Offer<O> offer(List<Item<I>> items) {
        List<Entry<I, O>> entries = new ArrayList<>(items.size());
        long now = nanoTime.getAsLong();
        for (Item<I> item : items) {
            if (item.rows() < 1 || item.rows() > limits.maxBatch()) {
                throw new IllegalArgumentException(
                        "an item of " + item.rows() + " rows; it must be 1 to " + limits.maxBatch());
            }
            entries.add(new Entry<>(item, now, this::withdraw));
        }
        List<Entry<I, O>> dropped = List.of();
        lock.lock();
        try {
            if (closed) {
                return new Offer.Closed<>();
            }
            boolean fits = waiting.offer(entries);
            if (!fits && items.get(0).priority() != Priority.BACKGROUND) {
                dropped = waiting.dropBackground();
                fits = waiting.offer(entries);
            }
            if (!fits) {
                return new Offer.Full<>();
            }
            changed.signal();
        } finally {
            lock.unlock();
            dropped.forEach(entry -> entry.cancel(false));
        }
        return new Offer.Accepted<>(List.copyOf(entries));
    }

    /** Rows that wait. */
    public int depth() {
        lock.lock();
        try {
            return waiting.rows();
        } finally {
            lock.unlock();
        }
    }

    public BatchLimits limits() {
        return limits;
    }

    /**
     * Takes nothing in from now on, runs what was accepted, and ends the threads. May be called again.
     *
     * @return whether the threads ended in time; if not, something still runs
     */
    public boolean close(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        long end = System.nanoTime() + timeout.toNanos();
        for (Thread thread : threads) {
            // 0 would wait for ever
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    private void withdraw(Entry<I, O> entry) {
        lock.lock();
        try {
            waiting.remove(entry);
            if (closed) {
                changed.signalAll(); // it may have been the last one
            }
        } finally {
            lock.unlock();
        }
    }

    private void loop(BatchRunner<I, O> runner) {
        for (List<Entry<I, O>> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                // who went away between the queue and here needs no run
                batch.removeIf(CompletableFuture::isDone);
                if (!batch.isEmpty()) {
                    run.run(runner, batch);
                }
            } catch (RuntimeException | Error e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            } finally {
                lock.lock();
                try {
                    running--;
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** Waits for a batch; empty once there will be none. */
    private List<Entry<I, O>> next() {
        while (true) {
            List<Entry<I, O>> expired;
            lock.lock();
            try {
                long now = nanoTime.getAsLong();
                expired = waiting.expired(now);
                if (expired.isEmpty()) {
                    long wait = waiting.waitNanos(now, running > 0 && !closed);
                    if (wait == 0) {
                        return take();
                    }
                    if (closed && wait == BatchAssembler.NOTHING) {
                        return List.of();
                    }
                    await(wait);
                }
            } finally {
                lock.unlock();
            }
            expired.forEach(entry -> entry.completeExceptionally(late.get()));
        }
    }

    private List<Entry<I, O>> take() {
        List<Entry<I, O>> batch = waiting.take(free + 1);
        running++;
        if (waiting.rows() > 0) {
            changed.signal();
        }
        return batch;
    }

    private void await(long nanos) {
        free++;
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // nobody has a reason to: the threads end by close
        } finally {
            free--;
        }
    }
}
