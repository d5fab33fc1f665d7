package io.reparam.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with the time left on stderr, where somebody looks on; nothing in pipes and logs. */
final class Progress implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    Progress(String task) {
        bar = System.console() == null
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
}
