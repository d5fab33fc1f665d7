package io.reparam.service.decode;

import io.reparam.image.decode.DecodeWatch;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Bounds what is decoded at a time: by the memory that it takes, known before from the headers, and by the processors, so that each
 * decoding gets one. Who finds no room waits its turn. Any number of threads may share it.
 */
@Component
public final class DecodeAdmission {
    /** For a caller that names no deadline. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Between two looks at whether the caller still waits. */
    private static final long LOOK_MILLIS = 50;

    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore memory;
    private final Semaphore processors;

    @Autowired
    public DecodeAdmission(Limits limits) {
        this(limits.decodeMemoryBytes(), Runtime.getRuntime().availableProcessors());
    }

    DecodeAdmission(long bytes, int parallel) {
        units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
        memory = new Semaphore(units, true);
        processors = new Semaphore(parallel, true);
    }

    /** What was taken; close it once the image is decoded. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes room, once it is there.
     *
     * @param bytes that decoding takes
     * @param watch of the caller
     * @throws ServiceException TOO_LARGE if so much can never be there, DEADLINE_EXCEEDED if the caller waits no longer, OVERLOADED
     *     if it named no deadline and there was no room for long
     */
    Place enter(long bytes, DecodeWatch watch) {
        long wanted = bytes / UNIT + 1;
        if (wanted > units) {
            throw new ServiceException(
                    ErrorKind.TOO_LARGE,
                    "decoding the image takes " + megabytes(wanted) + " MB; the service has " + megabytes(units)
                            + " MB for it, so make it smaller");
        }
        DecodeWatch patience = DecodeWatch.of(PATIENCE);
        acquire(memory, (int) wanted, watch, patience);
        try {
            acquire(processors, 1, watch, patience);
        } catch (ServiceException e) {
            memory.release((int) wanted);
            throw e;
        }
        return () -> {
            processors.release();
            memory.release((int) wanted);
        };
    }

    /** Bytes that are taken now. */
    public long bytesTaken() {
        return (long) (units - memory.availablePermits()) * UNIT;
    }

    private static void acquire(Semaphore semaphore, int permits, DecodeWatch watch, DecodeWatch patience) {
        try {
            while (!semaphore.tryAcquire(permits, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (watch.nanosLeft() < 1) {
                    throw new ServiceException(
                            ErrorKind.DEADLINE_EXCEEDED,
                            "the deadline passed before there was room to decode the image");
                }
                if (patience.nanosLeft() < 1) {
                    throw new ServiceException(
                            ErrorKind.OVERLOADED, "too many large images are being decoded; try again in a second");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(ErrorKind.NOT_READY, "the service is shutting down; ask another instance");
        }
    }

    private static long megabytes(long units) {
        return (units * UNIT + 999_999) / 1_000_000;
    }
}
