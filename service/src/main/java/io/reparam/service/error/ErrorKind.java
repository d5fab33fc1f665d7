package io.reparam.service.error;

import java.util.Locale;

/** Everything that can go wrong, as the caller sees it; each transport maps every kind to a code of its own. */
public enum ErrorKind {
    /** A parameter that makes no sense. */
    BAD_REQUEST("Bad request"),
    /** No API key, or one that is not known. */
    UNAUTHENTICATED("No valid API key"),
    /** A caller who is known, or is a web page, and may not do this. */
    FORBIDDEN("Not allowed"),
    /** A body that took longer to arrive than it may. */
    TOO_SLOW("The request came too slowly"),
    /** Bytes that are not an image, or a damaged one. */
    BAD_IMAGE("Not a usable image"),
    /** An image or a body of a kind that is not supported. */
    UNSUPPORTED_MEDIA("Unsupported media"),
    /** More bytes or pixels than the limit. */
    TOO_LARGE("Too large"),
    UNKNOWN_MODEL("Unknown model"),
    UNKNOWN_VARIANT("Unknown variant"),
    /** As many requests as allowed are already being worked on. */
    OVERLOADED("Too many requests"),
    /** The caller's deadline passed before the model ran. */
    DEADLINE_EXCEEDED("Deadline exceeded"),
    /** The caller went away before the model ran. */
    CANCELLED("Cancelled"),
    /** Starting or shutting down. */
    NOT_READY("Not ready"),
    /** A defect of the service. */
    INTERNAL("Internal error");

    private final String title;

    ErrorKind(String title) {
        this.title = title;
    }

    /** A few words for people. */
    public String title() {
        return title;
    }

    /** The name in metrics and problem types, such as {@code bad_image}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
