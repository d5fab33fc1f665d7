package io.reparam.image.decode;

import java.io.IOException;
import java.io.Serial;

/** Bytes that are not an image that can be used; the message is fit to be shown to whoever sent them. */
public final class ImageDecodeException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Why, as a closed list. */
    public enum Reason {
        /** There are no bytes. */
        EMPTY,
        /** The first bytes are those of another format, or of none. */
        NOT_AN_IMAGE,
        /** The header claims more pixels than the limit; nothing was decoded. */
        TOO_MANY_PIXELS,
        /** Cut off or damaged. */
        CORRUPT,
        /** An image of a format, or of a kind of it, that is known, but not decoded. */
        OTHER_FORMAT,
        /** Colours that have no one meaning in RGB, such as two channels. */
        UNSUPPORTED_COLOUR,
        /** The time that its {@link DecodeWatch} gave was over, or would not have been enough. */
        STOPPED
    }

    private final Reason reason;

    public ImageDecodeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static ImageDecodeException corrupt(String what) {
        return new ImageDecodeException(Reason.CORRUPT, "the image is truncated or damaged: " + what);
    }
}
