package io.reparam.service.batch;

import java.time.Duration;

/**
 * The moment after which nobody waits for an answer.
 *
 * @param never whether there is no such moment
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
public record Deadline(boolean never, long nanoTime) {
    /** The caller waits for as long as it takes. */
    public static final Deadline NONE = new Deadline(true, 0);

    private static final Duration LONGEST = Duration.ofDays(365);

    /** A deadline so much later than now; a duration over a year counts as a year. */
    public static Deadline after(Duration timeout) {
        Duration bounded = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        return new Deadline(false, System.nanoTime() + bounded.toNanos());
    }

    public boolean passed(long nowNanos) {
        return !never && nowNanos - nanoTime >= 0;
    }

    /** Nanoseconds left, below 1 if it has passed. */
    public long remaining(long nowNanos) {
        return never ? Long.MAX_VALUE : nanoTime - nowNanos;
    }
}
