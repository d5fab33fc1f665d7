package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.image.decode.ImageDecodeException.Reason;
import org.jspecify.annotations.Nullable;

/** What the decoder says of a file that it does not take, when it opens it. */
final class Refusal {
    static final ImageDecoder DECODER = new ImageDecoder(50_000_000);

    private Refusal() {}

    static void assertRefused(byte[] file, Reason reason, String part) {
        ImageDecodeException refusal = of(file);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal).hasMessageContaining(part);
    }

    static ImageDecodeException of(byte[] file) {
        return catchThrowableOfType(ImageDecodeException.class, () -> DECODER.open(file));
    }

    static @Nullable Throwable orNull(byte[] file) {
        try {
            DECODER.open(file);
            return null;
        } catch (ImageDecodeException e) {
            return e;
        }
    }
}
