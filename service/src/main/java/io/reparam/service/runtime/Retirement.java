package io.reparam.service.runtime;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Closes generations after their last request, on a thread of its own: closing a session takes a while. */
final class Retirement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);
    private static final int LAST_REQUESTS_SECONDS = 10;

    private final Phaser open = new Phaser(1);
    private final ThreadPoolExecutor executor;

    Retirement() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("model-retire-");
        threads.setDaemon(true);
        // what ends after the end is left to the end of the process
        executor = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
        executor.allowCoreThreadTimeOut(true);
    }

    Generation begin(ServedModel model) {
        open.register();
        return new Generation(model, generation -> executor.execute(() -> end(generation.model)));
    }

    private void end(ServedModel model) {
        try {
            model.close();
            LOG.info("Closed {}", model);
        } finally {
            open.arriveAndDeregister();
        }
    }

    /** Waits for the last requests; closing the session below one would crash the process. */
    @Override
    public void close() {
        try {
            open.awaitAdvanceInterruptibly(open.arriveAndDeregister(), LAST_REQUESTS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Requests still run after {} s; their sessions are left to the end", LAST_REQUESTS_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdown();
    }
}
