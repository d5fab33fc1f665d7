package io.reparam.ort;

import java.nio.ByteBuffer;

/**
 * A result of any numeric type.
 *
 * @param type ONNX Runtime's element type, such as {@code INT64}
 * @param shape row-major; empty for a scalar, may hold 0
 * @param data a copy on this side, little-endian
 */
public record RawTensor(String type, long[] shape, ByteBuffer data) {}
