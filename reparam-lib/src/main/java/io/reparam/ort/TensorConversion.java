package io.reparam.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * Float32 on our side, the model's own floating-point type on the other. Float32 is passed on in place; float16, bfloat16 and
 * float64 are copied, and rounded to the nearest value where they must be, and so are pixels for an input of bytes.
 */
final class TensorConversion {
    private TensorConversion() {}

    /** @throws OrtModelException if the model wants another type */
    static OnnxTensor of(OrtEnvironment environment, TensorSpec spec, FloatTensor tensor) throws OrtException {
        FloatBuffer data = tensor.data().duplicate().clear();
        return switch (spec.type()) {
            case "FLOAT" -> OnnxTensor.createTensor(environment, data, tensor.shape());
            case "FLOAT16" ->
                OnnxTensor.createTensor(
                        environment,
                        direct(Fp16Conversions.convertFloatBufferToFp16Buffer(data)),
                        tensor.shape(),
                        OnnxJavaType.FLOAT16);
            case "BFLOAT16" ->
                OnnxTensor.createTensor(
                        environment,
                        direct(Fp16Conversions.convertFloatBufferToBf16Buffer(data)),
                        tensor.shape(),
                        OnnxJavaType.BFLOAT16);
            case "DOUBLE" -> OnnxTensor.createTensor(environment, doubles(data), tensor.shape());
            case "UINT8" -> OnnxTensor.createTensor(environment, bytes(data), tensor.shape(), OnnxJavaType.UINT8);
            default ->
                throw new OrtModelException(
                        "input '" + spec.name() + "' is " + spec.type() + "; only floating-point inputs are fed");
        };
    }

    /** @throws OrtModelException if the output is of another type */
    static FloatTensor read(TensorSpec spec, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor) || !spec.isReal()) {
            throw new OrtModelException(
                    "output '" + spec.name() + "' is " + spec.type() + "; only floating-point outputs are read");
        }
        FloatTensor copy = FloatTensor.zeros(tensor.getInfo().getShape());
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            for (int i = 0; i < copy.data().capacity(); i++) {
                copy.data().put(i, (float) doubles.get(i));
            }
        } else {
            copy.data().put(0, tensor.getFloatBuffer(), 0, copy.data().capacity());
        }
        return copy;
    }

    private static ShortBuffer direct(ShortBuffer heap) {
        ShortBuffer direct = ByteBuffer.allocateDirect(heap.remaining() * Short.BYTES)
                .order(ByteOrder.nativeOrder())
                .asShortBuffer();
        return direct.put(heap).flip();
    }

    /** Of pixels, to the nearest one. */
    private static ByteBuffer bytes(FloatBuffer floats) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(floats.remaining());
        for (int i = 0; i < floats.remaining(); i++) {
            bytes.put(i, (byte) Math.max(0, Math.min(255, Math.round(floats.get(i)))));
        }
        return bytes;
    }

    private static DoubleBuffer doubles(FloatBuffer floats) {
        DoubleBuffer doubles = ByteBuffer.allocateDirect(floats.remaining() * Double.BYTES)
                .order(ByteOrder.nativeOrder())
                .asDoubleBuffer();
        for (int i = 0; i < floats.remaining(); i++) {
            doubles.put(i, floats.get(i));
        }
        return doubles;
    }
}
