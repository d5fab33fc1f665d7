package io.reparam.service.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells one request from all others, in logs and to its caller.
 *
 * @param text 1 to 128 letters, digits and {@code . _ ~ : / + = @ -}: nothing that ends a line or a JSON string
 */
record RequestId(String text) {
    /** The header, on both transports. */
    static final String HEADER = "X-Request-Id";

    /** The key in the logs' context. */
    static final String LOG_KEY = "requestId";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._~:/+=@-]{1,128}");

    /** What the caller calls it, if that is sane; or else a name of our own. A request is not refused for it. */
    static RequestId of(@Nullable String asked) {
        return asked != null && SANE.matcher(asked).matches() ? new RequestId(asked) : random();
    }

    /** 128 random bits, in hexadecimal. Unguessable it need not be. */
    private static RequestId random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return new RequestId(hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()));
    }
}
