package io.reparam.service.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into the repository again and again, on a thread of its own. */
final class ModelPolling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPolling.class);

    private final ModelControl control;
    private final Duration interval;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "model-poll");

    ModelPolling(ModelControl control, Duration interval) {
        this.control = control;
        this.interval = interval;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!end.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    control.poll();
                } catch (RuntimeException | OutOfMemoryError e) {
                    LOG.error("The model repository could not be followed; it is tried again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a load under way. */
    @Override
    public void close() {
        end.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
