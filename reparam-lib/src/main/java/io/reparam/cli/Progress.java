package io.reparam.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far long work is and how long it will take, on stderr: a bar on a terminal, a line every half minute in pipes and logs. */
final class Progress implements AutoCloseable {
    /** Fine enough for the time left of a run of hours. */
    private static final int STEPS = 1000;

    private final @Nullable ProgressBar bar;
    private final ProgressLines lines;
    private long begun = Long.MAX_VALUE;

    Progress(String task) {
        this(task, isTerminal(Path.of("/proc/self/fd/2")), System.err);
    }

    private Progress(String task, boolean terminal, PrintStream err) {
        lines = new ProgressLines(task, System.nanoTime(), err::println);
        bar = !terminal
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setInitialMax(STEPS)
                        .build();
    }

    /** @param done part of the work, 0 to 1 */
    void at(double done) {
        at(done, "");
    }

    /** @param message stands after the bar */
    synchronized void at(double done, String message) {
        if (bar == null) {
            lines.at(done, message, System.nanoTime());
            return;
        }
        step(bar, done, message);
        if (Math.round(STEPS * done) < begun) { // the first, or all is done again: time left counts from here
            begun = Math.round(STEPS * done);
            bar.pause().resume();
        }
    }

    /** Other work in between, from which the bar comes back. */
    synchronized void between(double done, String message) {
        if (bar == null) {
            lines.between(done, message, System.nanoTime());
        } else {
            step(bar, done, message);
        }
    }

    private static void step(ProgressBar bar, double done, String message) {
        bar.stepTo(Math.round(STEPS * done));
        if (!message.isEmpty()) {
            bar.setExtraMessage(message);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Java tells of stdin and stdout only, and from 22 on not even that; elsewhere than on Linux there is no bar. */
    private static boolean isTerminal(Path stderr) {
        try {
            String target = Files.readSymbolicLink(stderr).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
