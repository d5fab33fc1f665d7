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
    private final @Nullable ProgressBar bar;

    Progress(String task) {
        bar = !isTerminal(Path.of("/proc/self/fd/2"))
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setInitialMax(100)
                        .build();
    }

    void at(double done) {
        if (bar != null) {
            bar.stepTo(Math.round(100 * done));
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
