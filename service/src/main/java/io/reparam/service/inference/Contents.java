package io.reparam.service.inference;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** The values of a tensor, in the form in which they arrived. */
public sealed interface Contents {
    /** FP32 values from the buffer's position to its limit. */
    record Floats(FloatBuffer values) implements Contents {}

    /** BYTES elements. */
    record Elements(List<byte[]> values) implements Contents {}

    /** BYTES elements as JSON carries them: text, or images in base64. */
    record Texts(List<String> values) implements Contents {}

    /** Little-endian values of the tensor's datatype, or for BYTES a uint32 length before each element; from position to limit. */
    record Raw(ByteBuffer bytes) implements Contents {}

    /** A whole body that is the model's only input, of which nothing is said. */
    record Body(ByteBuffer bytes) implements Contents {}
}
