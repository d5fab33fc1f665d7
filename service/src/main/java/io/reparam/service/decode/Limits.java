package io.reparam.service.decode;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How large an image may be.
 *
 * @param maxBody bytes of a whole request body or gRPC message; who reads them, Tomcat, the REST controller and gRPC, takes
 *     it from here by {@code ${reparam.limits.max-body}}
 * @param maxPixels width times height, checked before decoding
 * @param decodeTime that decoding one image may take, on one processor; 1 ms or more
 * @param decodeMemory that all decodings together may take; 0 for two fifths of the heap's limit
 * @param bodyTimeout from the end of the headers to the end of the body, or of the only message of a gRPC call; 1 ms or more
 */
@Validated
@ConfigurationProperties("reparam.limits")
public record Limits(
        @DefaultValue("10MB") DataSize maxBody,
        @DefaultValue("50000000") @Min(1) long maxPixels,
        @DefaultValue("5s") Duration decodeTime,
        @DefaultValue("0B") DataSize decodeMemory,
        @DefaultValue("60s") Duration bodyTimeout) {

    /** A body is held in one array. */
    private static final long LARGEST_BODY = Integer.MAX_VALUE - 16L;

    /** @throws IllegalArgumentException if maxBody is below 1 byte or does not fit into an array, or there is no time */
    public Limits {
        if (maxBody.toBytes() < 1 || maxBody.toBytes() > LARGEST_BODY) {
            throw new IllegalArgumentException(
                    "reparam.limits.max-body is " + maxBody + "; it must be between 1B and " + LARGEST_BODY + "B");
        }
        if (decodeTime.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "reparam.limits.decode-time is " + decodeTime + "; it must be 1ms or more");
        }
        if (decodeMemory.toBytes() < 0) {
            throw new IllegalArgumentException(
                    "reparam.limits.decode-memory is " + decodeMemory + "; it must be 0B or more");
        }
        if (bodyTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "reparam.limits.body-timeout is " + bodyTimeout + "; it must be 1ms or more");
        }
    }

    /** What {@link #decodeMemory} comes to. */
    long decodeMemoryBytes() {
        return decodeMemory.toBytes() > 0
                ? decodeMemory.toBytes()
                : Runtime.getRuntime().maxMemory() / 5 * 2;
    }
}
