package io.reparam.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Progress for logs: at most a line every 30 seconds, and none for work that is done sooner. Any thread may report. */
final class ProgressLines {
    private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

    private final String task;
    private final long start;
    private final Consumer<String> out;
    private long last;

    /** @param start when the work began, in nanoseconds of any clock */
    ProgressLines(String task, long start, Consumer<String> out) {
        this.task = task;
        this.start = start;
        this.out = out;
        last = start;
    }

    /**
     * @param done part of the work, 0 to 1
     * @param message added to the line, may be empty
     * @param now of the same clock as the start
     */
    synchronized void at(double done, String message, long now) {
        if (now - last < INTERVAL) {
            return;
        }
        last = now;
        String left = done <= 0 ? "" : ", " + time((long) ((now - start) * (1 - done) / done)) + " left";
        out.accept(String.format(Locale.ROOT, "%s: %.0f %%%s", task, 100 * done, left)
                + (message.isBlank() ? "" : "," + message));
    }

    private static String time(long nanos) {
        long seconds = Duration.ofNanos(nanos).toSeconds();
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? seconds / 60 + " min"
                        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}
