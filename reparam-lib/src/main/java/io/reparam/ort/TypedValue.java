package io.reparam.ort;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What goes into a model or comes out of it, of whatever type. */
public sealed interface TypedValue {
    /** Floating-point element types. */
    Set<String> REAL = Set.of("FLOAT", "FLOAT16", "BFLOAT16", "DOUBLE");

    /** Numbers or strings in it. */
    long elements();

    /** Such as {@code [1, 3, 48, 320]}, for messages. */
    String shapeText();

    /**
     * A tensor of numbers or booleans.
     *
     * @param type ONNX Runtime's element type
     * @param shape row-major; empty for a scalar, may hold 0
     * @param data native byte order; direct if it is to be fed
     */
    record Numbers(String type, long[] shape, ByteBuffer data) implements TypedValue {
        /** A direct tensor of zeros. */
        public static Numbers zeros(String type, long... shape) {
            double bytes = width(type);
            for (long dim : shape) {
                bytes *= dim;
            }
            if (bytes > Integer.MAX_VALUE) {
                throw new OrtModelException("a tensor of " + type + " and shape " + Arrays.toString(shape)
                        + " has more than the 2 GB that Java holds in one piece");
            }
            return new Numbers(
                    type, shape, ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()));
        }

        public boolean isReal() {
            return REAL.contains(type);
        }

        /** Bytes of an element. */
        public int bytes() {
            return width(type);
        }

        /** An element of a floating-point tensor. */
        public double real(int i) {
            return switch (type) {
                case "FLOAT" -> data.getFloat(4 * i);
                case "DOUBLE" -> data.getDouble(8 * i);
                case "FLOAT16" -> Fp16Conversions.fp16ToFloat(data.getShort(2 * i));
                case "BFLOAT16" -> Fp16Conversions.bf16ToFloat(data.getShort(2 * i));
                default -> throw new IllegalStateException(type + " is not floating point");
            };
        }

        /** Any other element, its bits as they are. */
        public long integer(int i) {
            return switch (width(type)) {
                case 1 -> data.get(i);
                case 2 -> data.getShort(2 * i);
                case 4 -> data.getInt(4 * i);
                default -> data.getLong(8 * i);
            };
        }

        /** Sets an element to the nearest value that the type has. */
        public void put(int i, double value) {
            switch (type) {
                case "FLOAT" -> data.putFloat(4 * i, (float) value);
                case "DOUBLE" -> data.putDouble(8 * i, value);
                case "FLOAT16" -> data.putShort(2 * i, Fp16Conversions.floatToFp16((float) value));
                case "BFLOAT16" -> data.putShort(2 * i, Fp16Conversions.floatToBf16((float) value));
                default -> putInteger(i, (long) value);
            }
        }

        /** Sets an element of another type: as many of the lowest bits as it has. */
        public void putInteger(int i, long value) {
            switch (width(type)) {
                case 1 -> data.put(i, (byte) value);
                case 2 -> data.putShort(2 * i, (short) value);
                case 4 -> data.putInt(4 * i, (int) value);
                default -> data.putLong(8 * i, value);
            }
        }

        /** A direct copy. */
        public Numbers copy() {
            ByteBuffer copy = ByteBuffer.allocateDirect(data.capacity()).order(ByteOrder.nativeOrder());
            copy.put(0, data, 0, data.capacity());
            return new Numbers(type, shape, copy);
        }

        @Override
        public long elements() {
            return size(shape);
        }

        @Override
        public String shapeText() {
            return Arrays.toString(shape);
        }

        private static long size(long[] shape) {
            return Arrays.stream(shape).reduce(1, Math::multiplyExact);
        }

        private static int width(String type) {
            return switch (type) {
                case "INT8", "UINT8", "BOOL" -> 1;
                case "INT16", "UINT16", "FLOAT16", "BFLOAT16" -> 2;
                case "INT32", "UINT32", "FLOAT" -> 4;
                case "INT64", "UINT64", "DOUBLE" -> 8;
                default -> throw new OrtModelException("tensors of " + type + " have no place here");
            };
        }
    }

    /** A tensor of strings. */
    record Texts(long[] shape, List<String> values) implements TypedValue {
        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public long elements() {
            return values.size();
        }

        @Override
        public String shapeText() {
            return Arrays.toString(shape);
        }
    }

    /** A sequence of any of these. */
    record Items(List<TypedValue> values) implements TypedValue {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public long elements() {
            return values.stream().mapToLong(TypedValue::elements).sum();
        }

        @Override
        public String shapeText() {
            return values.stream().map(TypedValue::shapeText).toList().toString();
        }
    }

    /** A map from an integer or a string to an integer, a string or a floating-point number. */
    record Entries(Map<Object, Object> values) implements TypedValue {
        public Entries {
            values = Map.copyOf(values);
        }

        @Override
        public long elements() {
            return values.size();
        }

        @Override
        public String shapeText() {
            return "map of " + values.size();
        }
    }
}
