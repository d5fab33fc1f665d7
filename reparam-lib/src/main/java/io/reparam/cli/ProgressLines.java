package io.reparam.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Progress for logs: at most a line every 30 seconds, and none for work that is done sooner. Any thread may report. */
final class ProgressLines {
    private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

    private final String task;
    private final Consumer<String> out;
    private long last;
    private double begun = Double.NaN;
    private long begunAt;

    /** @param start when the work began, in nanoseconds of any clock */
    ProgressLines(String task, long start, Consumer<String> out) {
        this.task = task;
        this.out = out;
        last = start;
    }

    /**
     * Says how long the rest will take, by what was done since the first report: what that one tells of, an earlier run may have
     * done.
     *
     * @param done part of the work, 0 to 1
     * @param message added to the line, may be empty
     * @param now of the same clock as the start
     */
    synchronized void at(double done, String message, long now) {
        if (!(done >= begun)) { // the first, or all is done again
            begun = done;
            begunAt = now;
        }
        boolean moved = done > begun;
        String left = moved ? ", " + time((long) ((now - begunAt) * (1 - done) / (done - begun))) + " left" : "";
        line(done, left, message, now);
    }

    /** Other work in between, such as a look at held-out images: it says nothing of the time that is left. */
    synchronized void between(double done, String message, long now) {
        line(done, "", message, now);
    }

    private void line(double done, String left, String message, long now) {
        if (now - last < INTERVAL) {
            return;
        }
        last = now;
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
