package io.reparam.service.inference;

import java.nio.ByteBuffer;
import java.util.List;

/** The answer; {@code model} is the name that the caller used. */
public record InferResponse(String model, String version, String id, List<OutputTensor> outputs) {
    /**
     * An output.
     *
     * @param datatype {@code FP32}, or {@code BYTES} for a classification
     * @param shape row-major
     * @param raw little-endian values, or for BYTES a uint32 length before each element; from position 0 to its limit
     */
    public record OutputTensor(String name, String datatype, List<Long> shape, ByteBuffer raw) {}
}
