package io.reparam.service.rest.connection;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a service that is still asked. Its clients are told to go, one answer at a time, while new ones are still let in; then
 * the port closes at a moment when nobody is about to connect.
 *
 * <p>A port that closes resets every connection that has come and is not accepted yet, with the request that it may have brought. A
 * client that waits for its answer does not connect, so the answers are held back until no connection has come for a while.
 *
 * <p>One thread ends it; any number ask {@link #begun} and {@link #pass}.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private static final long LOOK_MILLIS = 5;
    /** Looks in a row without a new connection, after which the port closes: on a busy machine they take as much longer as clients do. */
    private static final int QUIET_LOOKS = 20;

    private static final long LONGEST_HOLD_MILLIS = 5000;
    /** For who connected last to ask. */
    private static final long LAST_MILLIS = 1000;

    private final Duration period;
    private volatile boolean begun;
    private volatile @Nullable CountDownLatch held;

    /** @param period in which requests are answered as ever while readiness says no */
    Drain(Duration period) {
        this.period = period;
    }

    /** Whether answers have to say that the connection ends. */
    boolean begun() {
        return begun;
    }

    /** Waits while answers are held back. */
    void pass() throws InterruptedException {
        CountDownLatch latch = held;
        if (latch != null) {
            latch.await();
        }
    }

    /** Returns when the port is closed, and whoever had a connection has had the time to use it. */
    void run(BoundedHttp http) throws InterruptedException {
        begun = true;
        http.closeAfterAnswers();
        LOG.info("Not ready from now on; requests are answered for {} ms more, and connections end", period.toMillis());
        TimeUnit.NANOSECONDS.sleep(period.toNanos());
        CountDownLatch latch = new CountDownLatch(1);
        held = latch;
        try {
            awaitQuiet(http);
            http.closeServerSocketGraceful();
        } finally {
            held = null;
            latch.countDown();
        }
        long end = System.nanoTime() + Math.min(period.toNanos(), TimeUnit.MILLISECONDS.toNanos(LAST_MILLIS));
        while (http.open() > 0 && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Ends right after a look, when what had come by then is accepted. */
    private static void awaitQuiet(BoundedHttp http) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_HOLD_MILLIS);
        long before = http.accepted();
        // not even an empty server is quiet: all of its clients may be about to come back
        for (int quiet = 0; quiet < QUIET_LOOKS && System.nanoTime() - end < 0; ) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            boolean all = http.awaitAccepted(LONGEST_HOLD_MILLIS);
            long now = http.accepted();
            quiet = all && now == before ? quiet + 1 : 0;
            before = now;
        }
    }
}
