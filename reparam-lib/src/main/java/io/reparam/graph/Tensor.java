package io.reparam.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A constant: an initializer or the value of an attribute. Immutable, row-major. Values of numeric types can be read, booleans
 * among them; tensors of other types, such as strings, are passed on as they are.
 */
public final class Tensor {
    private final String name;
    private final ElementType type;
    private final List<Long> dims;
    private final @Nullable TensorValues values;
    private final @Nullable TensorProto origin;

    Tensor(
            String name,
            ElementType type,
            List<Long> dims,
            @Nullable TensorValues values,
            @Nullable TensorProto origin) {
        this.name = name;
        this.type = type;
        this.dims = List.copyOf(dims);
        this.values = values;
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
     * Values as they are stored.
     *
     * @param bytes little-endian, from position to limit; not copied
     * @throws IllegalArgumentException if the type is not numeric or the number of bytes is wrong
     */
    public static Tensor of(String name, ElementType type, long[] dims, ByteBuffer bytes) {
        long size = LongStream.of(dims).reduce(1, Math::multiplyExact);
        if (!type.isNumeric() || type.bytes(size) != bytes.remaining()) {
            throw new IllegalArgumentException("tensor '" + name + "' of type " + type + " and shape "
                    + Arrays.toString(dims) + " cannot have " + bytes.remaining() + " bytes");
        }
        TensorValues values = new TensorValues.Stored(UnsafeByteOperations.unsafeWrap(bytes));
        return new Tensor(name, type, LongStream.of(dims).boxed().toList(), values, null);
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
                ByteBuffer bytes = allocate(name, dims, values.length, Float.BYTES);
                FloatPieces.put(values, bytes.asFloatBuffer());
                yield of(name, type, dims, bytes);
            }
            case FLOAT16 -> mini(name, type, dims, values, MiniFloat.FLOAT16);
            case BFLOAT16 -> mini(name, type, dims, values, MiniFloat.BFLOAT16);
            default -> whole(name, type, dims, values);
        };
    }

    /** Strings. @throws IllegalArgumentException if their number is not the product of the dimensions */
    public static Tensor texts(String name, long[] dims, List<String> values) {
        allocate(name, dims, values.size(), 0);
        TensorProto.Builder origin = TensorProto.newBuilder().setName(name).setDataType(ElementType.STRING.code());
        LongStream.of(dims).forEach(origin::addDims);
        values.forEach(value -> origin.addStringData(ByteString.copyFromUtf8(value)));
        return new Tensor(name, ElementType.STRING, origin.getDimsList(), null, origin.build());
    }

    /**
     * The strings of a tensor that has any.
     *
     * @return empty if the type is another, or one of them is no valid UTF-8
     */
    public Optional<List<String>> texts() {
        List<ByteString> stored = origin == null ? List.of() : origin.getStringDataList();
        return type == ElementType.STRING && stored.stream().allMatch(ByteString::isValidUtf8)
                ? Optional.of(stored.stream().map(ByteString::toStringUtf8).toList())
                : Optional.empty();
    }

    /** What it takes in a file, names and numbers of bytes left out. */
    public long storedBytes() {
        return type == ElementType.STRING && origin != null
                ? origin.getStringDataList().stream()
                        .mapToLong(ByteString::size)
                        .sum()
                : type.bytes(size());
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
     * A copy of the values; exact but for integers of 64 bits, see {@link #fitsDoubles}. True is 1.
     *
     * @throws IllegalArgumentException if the type is not numeric
     */
    public double[] doubles() {
        DoubleBuffer read = DoubleBuffer.allocate(Math.toIntExact(size()));
        stored().forEachPiece(piece -> {
            if (type == ElementType.FLOAT) {
                FloatPieces.read(piece.asFloatBuffer(), read);
                return;
            }
            while (piece.hasRemaining()) {
                read.put(next(piece));
            }
        });
        return read.array();
    }

    private double next(ByteBuffer bytes) {
        return switch (type) {
            case DOUBLE -> bytes.getDouble();
            case FLOAT16 -> MiniFloat.FLOAT16.decode(bytes.getShort());
            case BFLOAT16 -> MiniFloat.BFLOAT16.decode(bytes.getShort());
            case INT32 -> bytes.getInt();
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt());
            case INT16 -> bytes.getShort();
            case UINT16 -> Short.toUnsignedInt(bytes.getShort());
            case INT8 -> bytes.get();
            case UINT8 -> Byte.toUnsignedInt(bytes.get());
            case BOOL -> bytes.get() == 0 ? 0 : 1;
            case UINT64 -> unsigned(bytes.getLong());
            default -> bytes.getLong();
        };
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : (double) (value >>> 1 | value & 1) * 2;
    }

    /** Whether {@link #doubles} tells every value: integers of 64 bits may be others that are near. */
    public boolean fitsDoubles() {
        return switch (type) {
            case INT64 -> Arrays.stream(longs()).allMatch(value -> (long) (double) value == value);
            case UINT64 -> Arrays.stream(doubles()).allMatch(type::holds);
            default -> true;
        };
    }

    /** A copy of the values. @throws IllegalArgumentException if the type is not float32 */
    public float[] floats() {
        require(ElementType.FLOAT);
        float[] values = new float[Math.toIntExact(size())];
        data().asFloatBuffer().get(values);
        return values;
    }

    /** A copy of the values. @throws IllegalArgumentException if the type is not int64 */
    public long[] longs() {
        require(ElementType.INT64);
        long[] values = new long[Math.toIntExact(size())];
        data().asLongBuffer().get(values);
        return values;
    }

    /** Whether another tensor has the same type, shape and bytes; never of types whose values are not read. */
    public boolean hasSameValues(Tensor other) {
        return type == other.type
                && type.isNumeric()
                && dims.equals(other.dims)
                && stored().bytes().equals(other.stored().bytes());
    }

    /** Equal for tensors that have the same values. @throws IllegalArgumentException if the type is not numeric */
    public int valuesHash() {
        return 31 * (31 * type.hashCode() + dims.hashCode()) + stored().bytes().hashCode();
    }

    /** The same values under another name. */
    public Tensor named(String changed) {
        return new Tensor(changed, type, dims, values, origin);
    }

    /** What the file said; null for a new tensor. */
    @Nullable
    TensorProto origin() {
        return origin;
    }

    /** Null where they are strings, which only the origin has. */
    @Nullable
    TensorValues values() {
        return values;
    }

    Tensor with(TensorValues found) {
        return new Tensor(name, type, dims, found, origin);
    }

    private ByteBuffer data() {
        return stored().bytes().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private TensorValues stored() {
        if (!type.isNumeric() || values == null) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' has type " + type + ", whose values are not read");
        }
        return values;
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

    private static Tensor whole(String name, ElementType type, long[] dims, double[] values) {
        if (!type.isNumeric()) {
            throw new IllegalArgumentException("values of type " + type + " cannot be written");
        }
        ByteBuffer bytes = allocate(name, dims, values.length, type.bytes());
        for (double value : values) {
            long whole = (long) value;
            switch (type.bytes()) {
                case 1 -> bytes.put((byte) whole);
                case 2 -> bytes.putShort((short) whole);
                case 4 -> bytes.putInt((int) whole);
                default -> bytes.putLong(whole);
            }
        }
        return of(name, type, dims, bytes.rewind());
    }

    private static Tensor mini(String name, ElementType type, long[] dims, double[] values, MiniFloat format) {
        ByteBuffer bytes = allocate(name, dims, values.length, Short.BYTES);
        for (double value : values) {
            bytes.putShort(format.encode(value));
        }
        return of(name, type, dims, bytes.rewind());
    }

    @Override
    public String toString() {
        return name + ": " + type + dims;
    }
}
