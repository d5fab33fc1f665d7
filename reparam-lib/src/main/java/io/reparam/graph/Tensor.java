package io.reparam.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A constant: an initializer or the value of an attribute. Immutable, row-major. Values of type float32, float64, int32 and
 * int64 can be read; tensors of other types are passed on as they are.
 */
public final class Tensor {
    private final String name;
    private final ElementType type;
    private final List<Long> dims;
    private final byte @Nullable [] littleEndian;
    private final @Nullable TensorProto origin;

    Tensor(
            String name,
            ElementType type,
            List<Long> dims,
            byte @Nullable [] littleEndian,
            @Nullable TensorProto origin) {
        this.name = name;
        this.type = type;
        this.dims = List.copyOf(dims);
        this.littleEndian = littleEndian;
        this.origin = origin;
    }

    /** @throws IllegalArgumentException if the number of values is not the product of the dimensions */
    public static Tensor of(String name, long[] dims, float[] values) {
        ByteBuffer bytes = allocate(name, dims, values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return of(name, ElementType.FLOAT, dims, bytes);
    }

    /** @throws IllegalArgumentException if the number of values is not the product of the dimensions */
    public static Tensor of(String name, long[] dims, double[] values) {
        ByteBuffer bytes = allocate(name, dims, values.length, Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return of(name, ElementType.DOUBLE, dims, bytes);
    }

    /** @throws IllegalArgumentException if the number of values is not the product of the dimensions */
    public static Tensor of(String name, long[] dims, long[] values) {
        ByteBuffer bytes = allocate(name, dims, values.length, Long.BYTES);
        bytes.asLongBuffer().put(values);
        return of(name, ElementType.INT64, dims, bytes);
    }

    /** @throws IllegalArgumentException if the number of values is not the product of the dimensions */
    public static Tensor of(String name, long[] dims, int[] values) {
        ByteBuffer bytes = allocate(name, dims, values.length, Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return of(name, ElementType.INT32, dims, bytes);
    }

    /**
     * Values rounded to a numeric type.
     *
     * @throws IllegalArgumentException if the type is not numeric or the number of values is wrong
     */
    public static Tensor rounded(String name, ElementType type, long[] dims, double[] values) {
        return switch (type) {
            case DOUBLE -> of(name, dims, values);
            case FLOAT -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    floats[i] = (float) values[i];
                }
                yield of(name, dims, floats);
            }
            case INT64 ->
                of(name, dims, Arrays.stream(values).mapToLong(v -> (long) v).toArray());
            case INT32 ->
                of(name, dims, Arrays.stream(values).mapToInt(v -> (int) v).toArray());
            default -> throw new IllegalArgumentException("values of type " + type + " cannot be written");
        };
    }

    /** Empty where the tensor is the value of an attribute. */
    public String name() {
        return name;
    }

    public ElementType type() {
        return type;
    }

    public List<Long> dims() {
        return dims;
    }

    /** Number of elements. */
    public long size() {
        return dims.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    /**
     * A copy of the values; exact for float32, float64 and int32, and for int64 up to 2^53.
     *
     * @throws IllegalArgumentException if the type is not numeric
     */
    public double[] doubles() {
        double[] values = new double[Math.toIntExact(size())];
        ByteBuffer bytes = ByteBuffer.wrap(data()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case INT32 -> bytes.getInt();
                default -> bytes.getLong();
            };
        }
        return values;
    }

    /** A copy of the values. @throws IllegalArgumentException if the type is not float32 */
    public float[] floats() {
        require(ElementType.FLOAT);
        float[] values = new float[Math.toIntExact(size())];
        ByteBuffer.wrap(data()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    /** A copy of the values. @throws IllegalArgumentException if the type is not int64 */
    public long[] longs() {
        require(ElementType.INT64);
        long[] values = new long[Math.toIntExact(size())];
        ByteBuffer.wrap(data()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        return values;
    }

    /** The same values under another name. */
    public Tensor named(String changed) {
        return new Tensor(changed, type, dims, littleEndian, origin);
    }

    /** What the file said; null for a new tensor. */
    @Nullable
    TensorProto origin() {
        return origin;
    }

    byte[] data() {
        if (!type.isNumeric()) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' has type " + type + ", whose values are not read");
        }
        return littleEndian != null ? littleEndian : TensorData.littleEndian(this);
    }

    private void require(ElementType wanted) {
        if (type != wanted) {
            throw new IllegalArgumentException("tensor '" + name + "' has type " + type + ", not " + wanted);
        }
    }

    private static ByteBuffer allocate(String name, long[] dims, int count, int bytes) {
        long size = LongStream.of(dims).reduce(1, Math::multiplyExact);
        if (size != count) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' of shape " + Arrays.toString(dims) + " cannot have " + count + " values");
        }
        return ByteBuffer.allocate(Math.multiplyExact(count, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @SuppressWarnings("ByteBufferBackingArray") // allocated a method above
    private static Tensor of(String name, ElementType type, long[] dims, ByteBuffer bytes) {
        return new Tensor(name, type, LongStream.of(dims).boxed().toList(), bytes.array(), null);
    }

    @Override
    public String toString() {
        return name + ": " + type + dims;
    }
}
