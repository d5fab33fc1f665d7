package io.reparam.service.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue, its runners, and a thread for each of them. A free runner takes what is there: a lone item runs at once, and
 * what arrives while all runners run forms the next batches. Any number of threads may offer.
 *
 * <p>Each item that is accepted is answered exactly once: with its own result, with what its run alone threw, with what
 * {@code late} gives if its deadline passed before it ran, or by cancellation.
 */
public final class DynamicBatcher<I, O> {
    /** Runs that take longer gain little from {@link #run}, and would hold a caller that stops waiting. */
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private final Supplier<? extends RuntimeException> late;
    private final BatchLimits limits;
    private final BatchRun<I, O> run;
    private final List<Thread> threads = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BatchAssembler<I, O> waiting;
    private final int runners;
    /** The last one to run is the next: its memory is still in the caches. */
    private final Deque<BatchRunner<I, O>> free;

    private boolean closed;

    private volatile long lastRunNanos = Long.MAX_VALUE;

    /**
     * Starts the threads.
     *
     * @param name for the threads
     * @param runners each is called by one thread at a time
     * @param late what an item fails with whose deadline passed before it ran
     */
    public DynamicBatcher(
            String name,
            BatchLimits limits,
            List<? extends BatchRunner<I, O>> runners,
            Supplier<? extends RuntimeException> late,
            Listener listener) {
        this(name, limits, runners, late, listener, System::nanoTime);
    }

    DynamicBatcher(
            String name,
            BatchLimits limits,
            List<? extends BatchRunner<I, O>> runners,
            Supplier<? extends RuntimeException> late,
            Listener listener,
            LongSupplier nanoTime) {
        this.limits = limits;
        this.late = late;
        this.nanoTime = nanoTime;
        this.runners = runners.size();
        free = new ArrayDeque<>(runners);
        run = new BatchRun<>(nanoTime, listener);
        waiting = new BatchAssembler<>(limits);
        for (int i = 0; i < this.runners; i++) {
            Thread thread = new Thread(this::loop, "batch-" + name + "-" + i);
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
        for (Item<I> item : items) {
            entries.add(entry(item));
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
            wakeOne();
        } finally {
            lock.unlock();
            dropped.forEach(entry -> entry.cancel(false));
        }
        return new Offer.Accepted<>(List.copyOf(entries));
    }

    /**
     * Offers an item whose caller has nothing to do but wait for the answer. If nothing waits, nothing runs, and the last run was
     * short, this very thread runs it: that saves two hand-overs between threads. The answer is then there on return, even if the
     * caller has stopped waiting meanwhile.
     *
     * @throws IllegalArgumentException if it has no rows or more than a batch may have
     */
    public Offer<O> run(Item<I> item) {
        Entry<I, O> entry = entry(item);
        BatchRunner<I, O> runner = takeAtOnce(entry);
        if (runner == null) {
            return offer(List.of(item));
        }
        lastRunNanos = run.run(runner, List.of(entry));
        lock.lock();
        try {
            free(runner);
            wakeOne();
        } finally {
            lock.unlock();
        }
        return new Offer.Accepted<>(List.of(entry));
    }

    private @Nullable BatchRunner<I, O> takeAtOnce(Entry<I, O> entry) {
        lock.lock();
        try {
            boolean alone = waiting.rows() == 0 && free.size() == runners;
            boolean brief =
                    lastRunNanos <= SHORT_NANOS && entry.item.deadline().remaining(entry.enqueuedNanos) > SHORT_NANOS;
            return alone && brief && !closed ? free.poll() : null;
        } finally {
            lock.unlock();
        }
    }

    private Entry<I, O> entry(Item<I> item) {
        if (item.rows() < 1 || item.rows() > limits.maxBatch()) {
            throw new IllegalArgumentException(
                    "an item of " + item.rows() + " rows; it must be 1 to " + limits.maxBatch());
        }
        return new Entry<>(item, nanoTime.getAsLong(), this::withdraw);
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
     * @return whether the threads and all runs ended in time; if not, something still runs
     */
    public boolean close(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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

    /** Entries and who runs them. */
    private record Batch<I, O>(BatchRunner<I, O> runner, List<Entry<I, O>> entries) {}

    private void loop() {
        for (Batch<I, O> batch = next(); batch != null; batch = next()) {
            // who went away between the queue and here needs no run
            batch.entries.removeIf(CompletableFuture::isDone);
            if (!batch.entries.isEmpty()) {
                lastRunNanos = run.run(batch.runner, batch.entries);
            }
            lock.lock();
            try {
                free(batch.runner);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits for a batch and a free runner; null once there will be none, and nothing runs any more. */
    private @Nullable Batch<I, O> next() {
        while (true) {
            List<Entry<I, O>> expired;
            lock.lock();
            try {
                long now = nanoTime.getAsLong();
                expired = waiting.expired(now);
                if (expired.isEmpty()) {
                    boolean running = free.size() < runners;
                    if (closed && !running && waiting.rows() == 0) {
                        return null;
                    }
                    long wait = free.isEmpty() ? BatchAssembler.NOTHING : waiting.waitNanos(now, running && !closed);
                    if (wait == 0) {
                        Batch<I, O> batch = new Batch<>(free.getFirst(), waiting.take(free.size()));
                        free.removeFirst();
                        wakeOne();
                        return batch;
                    }
                    await(wait);
                }
            } finally {
                lock.unlock();
            }
            expired.forEach(entry -> entry.completeExceptionally(late.get()));
        }
    }

    private void free(BatchRunner<I, O> runner) {
        free.addFirst(runner);
        if (closed) {
            changed.signalAll(); // it may have been the last one
        }
    }

    private void wakeOne() {
        if (waiting.rows() > 0 && !free.isEmpty()) {
            changed.signal();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // both callers look again at what they wait for
    private void await(long nanos) {
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // nobody has a reason to: the threads end by close
        }
    }

    /** Hears of runs, on the threads that make them; what it throws goes to the thread's handler, and the work goes on. */
    @FunctionalInterface
    public interface Listener {
        /** A batch was run. */
        void ran(int rows, long nanos);
    }
}
