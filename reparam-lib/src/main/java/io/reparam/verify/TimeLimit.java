package io.reparam.verify;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** When a comparison ends; the clock is a parameter. For one thread. */
final class TimeLimit {
    private final LongSupplier clock;
    private final int seconds;
    private long endNanos;

    private TimeLimit(int seconds, LongSupplier clock) {
        this.clock = clock;
        this.seconds = seconds;
        this.endNanos = clock.getAsLong() + seconds * 1_000_000_000L;
    }

    static TimeLimit in(int seconds, LongSupplier clock) {
        return new TimeLimit(seconds, clock);
    }

    /** Whether half of the time is over: no more images are begun, for cut points may need the rest. */
    boolean isNear() {
        return clock.getAsLong() - endNanos > -seconds * 500_000_000L;
    }

    /** @throws UndecidedException if the time is over */
    void check() {
        if (isOver()) {
            throw new UndecidedException(over());
        }
    }

    boolean isOver() {
        return clock.getAsLong() - endNanos > 0;
    }

    String over() {
        return over(seconds);
    }

    /** Waits for what is not the comparison's own work: that time does not count. */
    <T> T without(Supplier<T> wait) {
        long before = clock.getAsLong();
        T result = wait.get();
        endNanos += clock.getAsLong() - before;
        return result;
    }

    static String over(int seconds) {
        return "the proof took more than its " + seconds + " seconds; --proof-time gives it more";
    }
}
