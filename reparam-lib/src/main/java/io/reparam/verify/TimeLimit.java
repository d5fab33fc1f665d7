package io.reparam.verify;

import java.util.function.LongSupplier;

/** When a comparison ends; the clock is a parameter. */
record TimeLimit(long endNanos, long softNanos, LongSupplier clock, int seconds) {
    static TimeLimit in(int seconds, LongSupplier clock) {
        long now = clock.getAsLong();
        long all = seconds * 1_000_000_000L;
        return new TimeLimit(now + all, now + all / 2, clock, seconds);
    }

    /** Whether half of the time is over: no more images are begun, for cut points may need the rest. */
    boolean isNear() {
        return clock.getAsLong() - softNanos > 0;
    }

    /** @throws UndecidedException if the time is over */
    void check() {
        if (clock.getAsLong() - endNanos > 0) {
            throw new UndecidedException(over(seconds));
        }
    }

    static String over(int seconds) {
        return "the proof took more than its " + seconds + " seconds; --proof-time gives it more";
    }
}
