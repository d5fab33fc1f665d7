package io.reparam.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Between {@link HostTensor} and ONNX Runtime's tensors, which are copies of it in native memory. */
final class AnyTensor {
    private AnyTensor() {}

    static OnnxTensor of(OrtEnvironment environment, HostTensor tensor) throws OrtException {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        return switch (tensor.type()) {
            case FLOAT -> OnnxTensor.createTensor(environment, tensor.floats().duplicate(), shape);
            case STRING -> {
                String[] texts = tensor.texts().stream()
                        .map(text -> new String(text, StandardCharsets.UTF_8))
                        .toArray(String[]::new);
                yield OnnxTensor.createTensor(environment, texts, shape);
            }
            case UINT16, UINT32, UINT64 -> UnsignedCast.to(tensor.type(), bytes(environment, tensor, shape));
            default -> bytes(environment, tensor, shape);
        };
    }

    private static OnnxTensor bytes(OrtEnvironment environment, HostTensor tensor, long[] shape) throws OrtException {
        ByteBuffer from = tensor.bytes();
        ByteBuffer direct = ByteBuffer.allocateDirect(from.remaining()).order(ByteOrder.nativeOrder());
        direct.put(from).flip();
        return OnnxTensor.createTensor(environment, direct, shape, javaType(tensor.type()));
    }

    /** Java's binding knows no wide unsigned types; their bits travel as those of the signed ones. */
    private static OnnxJavaType javaType(TensorType type) {
        return switch (type) {
            case UINT16 -> OnnxJavaType.INT16;
            case UINT32 -> OnnxJavaType.INT32;
            case UINT64 -> OnnxJavaType.INT64;
            default -> OnnxJavaType.valueOf(type.name());
        };
    }

    /** @throws OrtModelException if it is of a type that no caller could read */
    static HostTensor read(TensorSpec spec, OnnxTensor tensor) throws OrtException {
        TensorType type = TensorType.of(spec.type());
        List<Long> shape = LongStream.of(tensor.getInfo().getShape()).boxed().toList();
        if (type == null) {
            throw new OrtModelException("output '" + spec.name() + "' is " + spec.type() + ", which nobody can read");
        }
        if (type == TensorType.STRING) {
            return HostTensor.of(shape, texts(tensor.getValue()));
        }
        if (HostTensor.elements(shape) == 0) {
            return HostTensor.of(type, shape, ByteBuffer.allocate(0));
        }
        return HostTensor.of(type, shape, tensor.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** A text, or nested arrays of texts. */
    private static List<byte[]> texts(Object value) {
        List<byte[]> texts = new ArrayList<>();
        if (value instanceof Object[] several) {
            for (Object each : several) {
                texts.addAll(texts(each));
            }
        } else {
            texts.add(value.toString().getBytes(StandardCharsets.UTF_8));
        }
        return texts;
    }
}
