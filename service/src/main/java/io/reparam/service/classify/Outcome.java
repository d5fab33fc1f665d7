package io.reparam.service.classify;

import io.reparam.service.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** How a request ended: always in exactly one of these. */
public enum Outcome {
    COMPLETED,
    /** It could not be answered, whoever's fault. */
    FAILED,
    /** Turned away unworked, to be tried again. */
    REJECTED,
    /** The caller went away. */
    CANCELLED;

    /** @param failure null if it was answered */
    public static Outcome of(@Nullable ErrorKind failure) {
        if (failure == null) {
            return COMPLETED;
        }
        return switch (failure) {
            case UNAUTHENTICATED,
                    FORBIDDEN,
                    TOO_SLOW,
                    BAD_REQUEST,
                    BAD_IMAGE,
                    UNSUPPORTED_MEDIA,
                    TOO_LARGE,
                    UNKNOWN_MODEL,
                    UNKNOWN_VARIANT,
                    INTERNAL -> FAILED;
            case OVERLOADED, DEADLINE_EXCEEDED, NOT_READY -> REJECTED;
            case CANCELLED -> CANCELLED;
        };
    }
}
