package io.reparam.image.decode;

import io.reparam.image.decode.ImageDecodeException.Reason;
import java.time.Duration;

/** The time of one decoding: asks its {@link DecodeWatch} now and then. Belongs to the thread that decodes. */
final class DecodeBudget {
    /** Bytes worked on between two looks at the clock: well under a millisecond. */
    private static final int STEP = 1 << 16;

    private final DecodeWatch watch;
    private int untilLook = STEP;

    DecodeBudget(DecodeWatch watch) {
        this.watch = watch;
    }

    /**
     * Notes work.
     *
     * @param bytes written or read
     * @throws ImageDecodeException STOPPED, if the time is over
     */
    void spend(int bytes) throws ImageDecodeException {
        // a step takes some time even where nothing is written
        untilLook -= Math.min(bytes, STEP) + 16;
        if (untilLook <= 0) {
            untilLook = STEP;
            if (isOver()) {
                throw stopped("the time for decoding was over before it was done");
            }
        }
    }

    boolean isOver() {
        return watch.nanosLeft() < 1;
    }

    /**
     * Asks for time that cannot be taken back, as a native decoder takes it.
     *
     * @throws ImageDecodeException STOPPED, if so much is not left
     */
    void reserve(long nanos, String what) throws ImageDecodeException {
        long left = watch.nanosLeft();
        if (nanos > left) {
            throw stopped(what + " takes about " + Duration.ofNanos(nanos).toMillis() + " ms to decode; "
                    + Math.max(0, left / 1_000_000) + " ms are left");
        }
    }

    static ImageDecodeException stopped(String why) {
        return new ImageDecodeException(Reason.STOPPED, why);
    }
}
