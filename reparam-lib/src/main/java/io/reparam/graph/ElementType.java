package io.reparam.graph;

/**
 * The element types of ONNX tensors.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">TensorProto.DataType</a>
 */
public enum ElementType {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    UINT16(4, 2),
    INT16(5, 2),
    INT32(6, 4),
    INT64(7, 8),
    STRING(8, 0),
    BOOL(9, 1),
    FLOAT16(10, 2),
    DOUBLE(11, 8),
    UINT32(12, 4),
    UINT64(13, 8),
    COMPLEX64(14, 8),
    COMPLEX128(15, 16),
    BFLOAT16(16, 2),
    FLOAT8E4M3FN(17, 1),
    FLOAT8E4M3FNUZ(18, 1),
    FLOAT8E5M2(19, 1),
    FLOAT8E5M2FNUZ(20, 1),
    UINT4(21, 0),
    INT4(22, 0),
    FLOAT4E2M1(23, 0),
    FLOAT8E8M0(24, 1),
    UINT2(25, 0),
    INT2(26, 0);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The number that stands for this type in ONNX files and in the {@code to} attribute of Cast. */
    public int code() {
        return code;
    }

    /** Bytes of one element; 0 for strings and for types that share a byte. */
    public int bytes() {
        return bytes;
    }

    /**
     * Bytes of so many elements; those that share a byte fill it up.
     *
     * @throws ArithmeticException if the number is beyond 2^63
     */
    long bytes(long elements) {
        return switch (this) {
            case UINT4, INT4, FLOAT4E2M1 -> Math.floorDiv(Math.addExact(elements, 1), 2);
            case UINT2, INT2 -> Math.floorDiv(Math.addExact(elements, 3), 4);
            default -> Math.multiplyExact(elements, bytes);
        };
    }

    /** Whether values are read and written here as numbers: floats of 16, 32 and 64 bits, integers of 8 to 64, and booleans. */
    public boolean isNumeric() {
        return isReal() || isInteger() || this == BOOL;
    }

    /** float16, bfloat16, float32 or float64. */
    public boolean isReal() {
        return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
    }

    /**
     * The nearest value of this type, of two the even one; infinity beyond the largest.
     *
     * @throws IllegalArgumentException if the type is not real
     */
    public double nearest(double value) {
        return switch (this) {
            case DOUBLE -> value;
            case FLOAT -> (float) value;
            case FLOAT16 -> MiniFloat.FLOAT16.decode(MiniFloat.FLOAT16.encode(value));
            case BFLOAT16 -> MiniFloat.BFLOAT16.decode(MiniFloat.BFLOAT16.encode(value));
            default -> throw new IllegalArgumentException("values of type " + this + " are not rounded");
        };
    }

    /** Integers of 8, 16, 32 or 64 bits, with a sign or without one. */
    public boolean isInteger() {
        return switch (this) {
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
            default -> false;
        };
    }

    /**
     * Whether a whole number is one of this type, and so small that a float64 tells it from its neighbours.
     *
     * @return false for types that are neither integers nor booleans
     */
    public boolean holds(double value) {
        double most = 1L << 53;
        return value == Math.rint(value)
                && switch (this) {
                    case BOOL -> value == 0 || value == 1;
                    case INT8 -> value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE;
                    case INT16 -> value >= Short.MIN_VALUE && value <= Short.MAX_VALUE;
                    case INT32 -> value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
                    case INT64 -> Math.abs(value) < most;
                    case UINT8 -> value >= 0 && value <= 0xFF;
                    case UINT16 -> value >= 0 && value <= 0xFFFF;
                    case UINT32 -> value >= 0 && value <= 0xFFFF_FFFFL;
                    case UINT64 -> value >= 0 && value < most;
                    default -> false;
                };
    }

    /** @throws IllegalArgumentException if no type has this code */
    public static ElementType ofCode(int code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new MalformedModelException("element type " + code + " is unknown; ONNX defines 1 to 26");
    }
}
