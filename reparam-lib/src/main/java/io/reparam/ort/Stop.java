package io.reparam.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends a run when its time is over. The thread that runs the model opens and closes it; another one waits. */
final class Stop implements AutoCloseable {
    private static final Stop NEVER = new Stop(null);

    private final OrtSession.@Nullable RunOptions options;
    private boolean closed;

    private Stop(OrtSession.@Nullable RunOptions options) {
        this.options = options;
    }

    static Stop never() {
        return NEVER;
    }

    static Stop after(Duration most) {
        Stop stop;
        try {
            stop = new Stop(new OrtSession.RunOptions());
        } catch (OrtException e) {
            throw new OrtModelException("a run cannot be limited: " + e.getMessage(), e);
        }
        Thread waits = new Thread(() -> stop.endAfter(most), "run-limit");
        waits.setDaemon(true);
        waits.start();
        return stop;
    }

    /** Null for a run without a limit. */
    OrtSession.@Nullable RunOptions options() {
        return options;
    }

    private synchronized void endAfter(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        try {
            for (long left = most.toMillis(); !closed && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
            if (!closed && options != null) {
                options.setTerminate(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OrtException e) {
            throw new IllegalStateException("a run that is under way cannot be ended", e);
        }
    }

    @Override
    public synchronized void close() {
        if (options != null && !closed) {
            closed = true;
            options.close();
            notifyAll();
        }
    }
}
