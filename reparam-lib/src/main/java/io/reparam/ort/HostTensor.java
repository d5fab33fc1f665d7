package io.reparam.ort;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of any type on our side, to be fed or as it came out. Not copied: nobody may change the values.
 *
 * @param shape row-major; empty for a scalar, may hold 0
 * @param values of FLOAT a {@link FloatBuffer}, of other numbers and BOOL a {@link ByteBuffer} of little-endian values, each from
 *     position to limit; of STRING an empty one
 * @param texts of STRING, in UTF-8; empty for all others
 */
public record HostTensor(TensorType type, List<Long> shape, Buffer values, List<byte[]> texts) {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    /** @throws IllegalArgumentException if there are more or fewer values than the shape has */
    public HostTensor {
        long found = type == TensorType.STRING
                ? texts.size()
                : type == TensorType.FLOAT ? values.remaining() : values.remaining() / type.bytes();
        if (found != elements(shape)) {
            throw new IllegalArgumentException("shape " + shape + " does not hold " + found + " values");
        }
    }

    public static HostTensor of(List<Long> shape, FloatBuffer values) {
        return new HostTensor(TensorType.FLOAT, shape, values, List.of());
    }

    /** @param values little-endian */
    public static HostTensor of(TensorType type, List<Long> shape, ByteBuffer values) {
        return type == TensorType.FLOAT
                ? of(shape, values.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer())
                : new HostTensor(type, shape, values, List.of());
    }

    public static HostTensor of(List<Long> shape, List<byte[]> texts) {
        return new HostTensor(TensorType.STRING, shape, NONE, texts);
    }

    /** @throws ClassCastException if the type is not FLOAT */
    public FloatBuffer floats() {
        return (FloatBuffer) values;
    }

    /** Little-endian; @throws ClassCastException if the type is FLOAT */
    public ByteBuffer bytes() {
        return ((ByteBuffer) values).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Of how many elements a shape is. */
    public static long elements(List<Long> shape) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    /** Some of the rows: of the elements of the first dimension. */
    public HostTensor rows(int from, int count) {
        List<Long> part = new ArrayList<>(shape);
        part.set(0, (long) count);
        int row = Math.toIntExact(elements(shape.subList(1, shape.size())));
        return switch (type) {
            case STRING -> of(part, texts.subList(from * row, (from + count) * row));
            case FLOAT -> of(part, floats().slice(values.position() + from * row, count * row));
            default -> {
                int bytes = row * type.bytes();
                yield of(type, part, bytes().slice(values.position() + from * bytes, count * bytes));
            }
        };
    }
}
