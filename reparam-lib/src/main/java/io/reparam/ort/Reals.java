package io.reparam.ort;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Numbers of any type as float32, and back: rounded to the nearest value, integers to the nearest whole one. */
public final class Reals {
    private Reals() {}

    /** @throws IllegalArgumentException if the type is not a number */
    public static HostTensor of(TensorType type, List<Long> shape, FloatBuffer values) {
        if (type == TensorType.FLOAT) {
            return HostTensor.of(shape, values);
        }
        if (type == TensorType.STRING || type == TensorType.BOOL) {
            throw new IllegalArgumentException(type + " holds no numbers");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.remaining(), type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = values.position(); i < values.limit(); i++) {
            float value = values.get(i);
            switch (type) {
                case FLOAT16 -> bytes.putShort(Fp16Conversions.floatToFp16(value));
                case BFLOAT16 -> bytes.putShort(Fp16Conversions.floatToBf16(value));
                case DOUBLE -> bytes.putDouble(value);
                case INT8, UINT8 -> bytes.put((byte) Math.round(value));
                case INT16, UINT16 -> bytes.putShort((short) Math.round(value));
                case INT32, UINT32 -> bytes.putInt((int) Math.round((double) value));
                default -> bytes.putLong(Math.round((double) value));
            }
        }
        return HostTensor.of(type, shape, bytes.flip());
    }

    /** @throws IllegalArgumentException if the tensor holds text */
    public static FloatBuffer from(HostTensor tensor) {
        if (tensor.type() == TensorType.FLOAT) {
            return tensor.floats();
        }
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(HostTensor.elements(tensor.shape())));
        ByteBuffer bytes = tensor.bytes();
        while (values.hasRemaining()) {
            values.put(next(tensor.type(), bytes));
        }
        return values.flip();
    }

    /** The next value, as near as a float comes to it. */
    private static float next(TensorType type, ByteBuffer bytes) {
        return switch (type) {
            case FLOAT -> bytes.getFloat();
            case FLOAT16 -> Fp16Conversions.fp16ToFloat(bytes.getShort());
            case BFLOAT16 -> Fp16Conversions.bf16ToFloat(bytes.getShort());
            case DOUBLE -> (float) bytes.getDouble();
            case INT8, BOOL -> bytes.get();
            case UINT8 -> bytes.get() & 0xff;
            case INT16 -> bytes.getShort();
            case UINT16 -> bytes.getShort() & 0xffff;
            case INT32 -> bytes.getInt();
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt());
            case INT64, UINT64 -> bytes.getLong();
            case STRING -> throw new IllegalArgumentException("text holds no numbers");
        };
    }
}
