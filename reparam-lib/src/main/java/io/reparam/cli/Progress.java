package io.reparam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with the time left on stderr, where somebody looks on; nothing in pipes and logs. */
final class Progress implements AutoCloseable {
    /** Fine enough for the time left of a run of hours. */
    private static final int STEPS = 1000;

    private final @Nullable ProgressBar bar;

    Progress(String task) {
        bar = !isTerminal(Path.of("/proc/self/fd/2"))
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setInitialMax(STEPS)
                        .build();
    }

    /** @param done part of the work, 0 to 1 */
    void at(double done) {
        if (bar != null) {
            bar.stepTo(Math.round(STEPS * done));
        }
    }

    /** @param message stands behind the bar */
    void at(double done, String message) {
        at(done);
        if (bar != null) {
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
