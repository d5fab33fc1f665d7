package io.reparam.service.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * {@code late} gives if its deadline passed before it ran, or it was cancelled.
 */
public final class DynamicBatcher<I, O> {
    private final LongSupplier nanoTime;
    private final Supplier<? extends RuntimeException> late;
    private final BatchListener listener;
    private final BatchLimits limits;
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
        this.listener = listener;
        this.nanoTime = nanoTime;
        waiting = new BatchAssembler<>(limits);
        for (BatchRunner<I, O> runner : runners) {
            Thread thread = new Thread(() -> loop(runner), "batch-" + name + "-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Offers an item; never waits for a place.
     *
     * @throws IllegalArgumentException if it has no rows or more than a batch may have
     */
    public Offer<O> offer(Item<I> item) {
        if (item.rows() < 1 || item.rows() > limits.maxBatch()) {
            throw new IllegalArgumentException(
                    "an item of " + item.rows() + " rows; it must be 1 to " + limits.maxBatch());
        }
        Entry<I, O> entry = new Entry<>(item, nanoTime.getAsLong(), this::withdraw);
        lock.lock();
        try {
            if (closed) {
                return new Offer.Closed<>();
            }
            if (!waiting.offer(entry)) {
                return new Offer.Full<>();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
        return new Offer.Accepted<>(entry);
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
            run(runner, batch);
            lock.lock();
            try {
                running--;
            } finally {
                lock.unlock();
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

    private void run(BatchRunner<I, O> runner, List<Entry<I, O>> batch) {
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
                batch.forEach(entry -> run(runner, List.of(entry)));
            }
            return;
        }
        long took = nanoTime.getAsLong() - start;
        int rows = batch.stream().mapToInt(entry -> entry.item.rows()).sum();
        listener.ran(rows, took);
        for (int i = 0; i < batch.size(); i++) {
            Entry<I, O> entry = batch.get(i);
            entry.complete(new Ran<>(results.get(i), rows, start - entry.enqueuedNanos, took));
        }
    }
}
