package io.reparam.image.decode;

import java.time.Duration;

/** Says for how long an image may still be decoded. Asked often, by the thread that decodes. */
@FunctionalInterface
public interface DecodeWatch {
    /** Nanoseconds left; below 1 when decoding is to end at once, such as when nobody waits for the image any more. */
    long nanosLeft();

    /** So long from now on. */
    static DecodeWatch of(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> end - System.nanoTime();
    }
}
