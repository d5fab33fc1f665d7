package io.reparam.service.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What waits, and what of it runs next. Pure: time is a parameter, nothing blocks. Not thread-safe: its owner holds a lock.
 */
final class BatchAssembler<I, O> {
    /** {@link #waitNanos}: nothing is there to wait for. */
    static final long NOTHING = Long.MAX_VALUE;

    private final BatchLimits limits;
    private final List<Deque<Entry<I, O>>> queues = new ArrayList<>();
    private int rows;

    BatchAssembler(BatchLimits limits) {
        this.limits = limits;
        for (int i = 0; i < Priority.values().length; i++) {
            queues.add(new ArrayDeque<>());
        }
    }

    int rows() {
        return rows;
    }

    /** Takes all of them in, unless that would be more rows than the queue may hold. */
    boolean offer(List<Entry<I, O>> entries) {
        int more = 0;
        for (Entry<I, O> entry : entries) {
            more += entry.item.rows();
        }
        if (more > limits.capacity() - rows) {
            return false;
        }
        for (Entry<I, O> entry : entries) {
            queues.get(entry.item.priority().ordinal()).add(entry);
        }
        rows += more;
        return true;
    }

    /** Takes out what nobody waits for; called when there is no place for other work. */
    List<Entry<I, O>> dropBackground() {
        Deque<Entry<I, O>> queue = queues.get(Priority.BACKGROUND.ordinal());
        List<Entry<I, O>> dropped = new ArrayList<>(queue);
        dropped.forEach(this::remove);
        return dropped;
    }

    /** Takes it out, if it is still there. */
    void remove(Entry<I, O> entry) {
        if (queues.get(entry.item.priority().ordinal()).remove(entry)) {
            rows -= entry.item.rows();
        }
    }

    /** Takes out all whose deadline has passed. */
    List<Entry<I, O>> expired(long nowNanos) {
        List<Entry<I, O>> expired = List.of();
        for (Deque<Entry<I, O>> queue : queues) {
            for (Iterator<Entry<I, O>> i = queue.iterator(); i.hasNext(); ) {
                Entry<I, O> entry = i.next();
                if (entry.item.deadline().passed(nowNanos)) {
                    i.remove();
                    rows -= entry.item.rows();
                    expired = expired.isEmpty() ? new ArrayList<>() : expired;
                    expired.add(entry);
                }
            }
        }
        return expired;
    }

    /**
     * How long a free thread should wait for more. Never while nothing runs: the wait would be all that the caller gets.
     *
     * @param running whether another batch is on at the moment
     * @return 0: {@link #take} now; {@link #NOTHING}: until something is offered
     */
    long waitNanos(long nowNanos, boolean running) {
        if (rows == 0) {
            return NOTHING;
        }
        if (!running || limits.maxWaitNanos() == 0 || next(limits.maxBatch()).rows >= limits.maxBatch()) {
            return 0;
        }
        long oldest = 0;
        for (Deque<Entry<I, O>> queue : queues) {
            if (!queue.isEmpty()) {
                oldest = Math.max(oldest, nowNanos - queue.getFirst().enqueuedNanos);
            }
        }
        long wait = Math.max(0, limits.maxWaitNanos() - oldest);
        // waiting must not be what makes one late
        boolean urgent = queues.stream()
                .flatMap(Deque::stream)
                .anyMatch(entry -> entry.item.deadline().remaining(nowNanos) <= wait);
        return urgent ? 0 : wait;
    }

    /**
     * Takes the next batch out: the first of the highest priority, and what has its shape. What does not fit waits with all of
     * its shape after it, so that nobody is overtaken by smaller ones.
     *
     * @param threads that are free, the asking one among them: each gets its share, so that none takes all and the others idle
     * @return empty if nothing waits
     */
    List<Entry<I, O>> take(int threads) {
        int share = Math.min(limits.maxBatch(), (rows + threads - 1) / threads);
        Batch<I, O> batch = next(share);
        batch.entries.forEach(this::remove);
        return batch.entries;
    }

    private record Batch<I, O>(List<Entry<I, O>> entries, int rows) {}

    private Batch<I, O> next(int most) {
        List<Entry<I, O>> entries = new ArrayList<>();
        int taken = 0;
        for (Priority priority : Priority.values()) {
            if (priority == Priority.BACKGROUND && !entries.isEmpty()) {
                break; // it would make the others' run longer
            }
            for (Entry<I, O> entry : queues.get(priority.ordinal())) {
                if (entries.isEmpty()
                        || entry.item.shape().equals(entries.get(0).item.shape())) {
                    if (!entries.isEmpty() && taken + entry.item.rows() > most) {
                        return new Batch<>(entries, taken);
                    }
                    entries.add(entry);
                    taken += entry.item.rows();
                }
            }
        }
        return new Batch<>(entries, taken);
    }
}
