package io.reparam.ort;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Float32 values in native memory that ONNX Runtime reads and writes in place.
 *
 * @param shape positive dimensions, row-major
 * @param data direct, native order, exactly as many floats as the shape has, from index 0 on; shared, not copied
 */
public record FloatTensor(long[] shape, FloatBuffer data) {

    /** @throws IllegalArgumentException if the buffer is not direct, not in native order, or has another size than the shape */
    public FloatTensor {
        if (!data.isDirect() || data.order() != ByteOrder.nativeOrder()) {
            // ONNX Runtime would copy the former and read garbage from the latter
            throw new IllegalArgumentException("a tensor needs a direct buffer in native byte order");
        }
        if (data.capacity() != size(shape)) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + size(shape) + " floats, not " + data.capacity());
        }
    }

    /** A new tensor of zeros. */
    public static FloatTensor zeros(long... shape) {
        int bytes = Math.toIntExact(Math.multiplyExact(size(shape), Float.BYTES));
        return new FloatTensor(
                shape,
                ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer());
    }

    /** A copy of the values on the heap. */
    public float[] toArray() {
        float[] values = new float[data.capacity()];
        data.get(0, values);
        return values;
    }

    private static long size(long[] shape) {
        long size = 1;
        for (long dim : shape) {
            if (dim < 1) {
                throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has a dimension below 1");
            }
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }
}
