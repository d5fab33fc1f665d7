package io.reparam.service.memory;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Bounds what all bodies and messages of both transports take together, as they arrive and until they are answered. A request that
 * takes little never waits for one that takes much: a fifth is for them alone. Any number of threads may share it.
 */
@Component
public final class RequestMemory {
    /** A request that takes no more is small. */
    private static final int SMALL = 1 << 20;

    private static final int UNIT = 1024;
    /** So many wait, and no thread more. */
    private static final int MOST_WAITING = 64;
    /** They hold what others wait for, so they do not all give up at the same moment: the first one makes room for the rest. */
    private static final int LEAST_PATIENCE_MILLIS = 1000;

    private static final int MOST_PATIENCE_MILLIS = 5000;

    private final Pool small;
    private final Pool large;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    @Autowired
    RequestMemory(@Value("${reparam.limits.body-memory:0B}") DataSize configured) {
        this(
                configured.toBytes() > 0
                        ? configured.toBytes()
                        : Runtime.getRuntime().maxMemory() / 10 * 3);
    }

    public RequestMemory(long bytes) {
        if (bytes < 10L * UNIT) {
            throw new IllegalArgumentException(
                    "reparam.limits.body-memory is " + bytes + " bytes; it must be 10KB or more");
        }
        small = new Pool(bytes / 5);
        large = new Pool(bytes - bytes / 5);
    }

    /** For one request; nothing is taken yet. */
    public Share open() {
        return new Share();
    }

    /** Bytes that are taken now. */
    public long bytesTaken() {
        return small.taken() + large.taken();
    }

    private static final class Pool {
        private final int units;
        private final Semaphore free;

        Pool(long bytes) {
            units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
            free = new Semaphore(units);
        }

        long taken() {
            return (long) (units - free.availablePermits()) * UNIT;
        }
    }

    /** What one request has taken. Any thread may give it back; one thread at a time takes. */
    public final class Share implements AutoCloseable {
        private Pool pool = small;
        private int held;
        /** Taken, but less than a unit. */
        private long bytes;

        private boolean closed;

        private Share() {}

        /**
         * Takes more, and waits for it a little.
         *
         * @throws ServiceException TOO_LARGE if so much can never be there, OVERLOADED if it is not there now, NOT_READY if the
         *     service ends meanwhile
         */
        public void take(long more) {
            if (tryTake(more)) {
                return;
            }
            long total = units(more) + held;
            if (total > large.units) {
                throw new ServiceException(
                        ErrorKind.TOO_LARGE,
                        "reading the request takes " + megabytes(total) + " MB; the service has "
                                + megabytes(large.units) + " MB for it, so send less, or tensors in binary form");
            }
            if (!waiting.tryAcquire()) {
                throw full();
            }
            try {
                await(more);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServiceException(ErrorKind.NOT_READY, "the service is shutting down; ask another instance");
            } finally {
                waiting.release();
            }
        }

        /** Takes more if it is there now; says whether it was. */
        public synchronized boolean tryTake(long more) {
            if (closed) {
                return true; // nobody needs it any more
            }
            int wanted = units(more);
            Pool from = pool(wanted);
            int needed = from == pool ? wanted : held + wanted;
            if (needed > from.units || !from.free.tryAcquire(needed)) {
                return false;
            }
            took(from, needed, more);
            return true;
        }

        private void await(long more) throws InterruptedException {
            long patience = ThreadLocalRandom.current().nextLong(LEAST_PATIENCE_MILLIS, MOST_PATIENCE_MILLIS);
            int wanted = units(more);
            Pool from = pool(wanted);
            int needed = from == pool ? wanted : held + wanted;
            if (needed > from.units || !from.free.tryAcquire(needed, patience, TimeUnit.MILLISECONDS)) {
                throw full();
            }
            synchronized (this) {
                if (closed) {
                    from.free.release(needed);
                } else {
                    took(from, needed, more);
                }
            }
        }

        private void took(Pool from, int needed, long more) {
            if (from != pool) {
                pool.free.release(held);
                held = 0;
                pool = from;
            }
            held += needed;
            bytes += more;
        }

        private Pool pool(int wanted) {
            return (long) (held + wanted) * UNIT > SMALL ? large : pool;
        }

        /** Units that are not held yet for so many bytes more. */
        private int units(long more) {
            return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(0, (bytes + more + UNIT - 1) / UNIT - held));
        }

        /** Gives some of it back. */
        public synchronized void giveBack(long fewer) {
            bytes = Math.max(0, bytes - fewer);
            int kept = (int) Math.min(held, (bytes + UNIT - 1) / UNIT);
            pool.free.release(held - kept);
            held = kept;
        }

        /** Gives all of it back; what is taken later is not. */
        @Override
        public synchronized void close() {
            closed = true;
            giveBack(bytes);
        }
    }

    private static ServiceException full() {
        return new ServiceException(
                ErrorKind.OVERLOADED, "too many large requests are being read; try again in a second");
    }

    private static long megabytes(long units) {
        return (units * UNIT + 999_999) / 1_000_000;
    }
}
