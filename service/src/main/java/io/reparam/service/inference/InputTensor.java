package io.reparam.service.inference;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * An input as the caller sent it; nothing of it is checked yet.
 *
 * @param datatype of the protocol, such as {@code FP32} or {@code BYTES}
 * @param shape row-major
 */
public record InputTensor(String name, String datatype, List<Long> shape, Contents contents) {
    public InputTensor {
        shape = List.copyOf(shape);
    }

    /** The model's only input, of which nothing is said: as many rows as the bytes make. */
    public static InputTensor undescribed(ByteBuffer bytes) {
        return new InputTensor("", "", List.of(), new Contents.Body(bytes));
    }
}
