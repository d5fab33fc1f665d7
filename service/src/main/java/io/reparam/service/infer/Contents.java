package io.reparam.service.infer;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** The values of a tensor, in the form in which they arrived. */
public sealed interface Contents {
    /** FP32 values from the buffer's position to its limit. */
    record Floats(FloatBuffer values) implements Contents {}

    /** BYTES elements. */
    record Elements(List<byte[]> values) implements Contents {}

    /** Little-endian values, or for BYTES a uint32 length before each element; from position to limit. */
    record Raw(ByteBuffer bytes) implements Contents {}
}
