package io.reparam.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between ONNX Runtime's values and {@link TypedValue}. */
final class TypedValues {
    private static final String PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

    /** Types that Java's binding does not make, and those whose bits they share. */
    private static final Map<String, OnnxJavaType> UNSIGNED =
            Map.of("UINT16", OnnxJavaType.INT16, "UINT32", OnnxJavaType.INT32, "UINT64", OnnxJavaType.INT64);

    private TypedValues() {}

    /** The ONNX type: ONNX Runtime's Java type has no unsigned numbers but bytes. */
    static String type(TensorInfo info) {
        return switch (info.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> info.onnxType.name().substring(PREFIX.length());
            default -> info.type.name();
        };
    }

    /** @throws OrtModelException if it is not a tensor, or of a type that ONNX Runtime's Java side does not take */
    static OnnxTensor tensor(OrtEnvironment environment, TypedValue value) throws OrtException {
        if (value instanceof TypedValue.Texts texts) {
            return OnnxTensor.createTensor(environment, texts.values().toArray(String[]::new), texts.shape());
        }
        if (!(value instanceof TypedValue.Numbers numbers)) {
            throw new OrtModelException("sequences and maps cannot be fed from Java");
        }
        try {
            ByteBuffer data =
                    numbers.data().duplicate().order(ByteOrder.nativeOrder()).clear();
            OnnxJavaType type = UNSIGNED.getOrDefault(numbers.type(), OnnxJavaType.UNKNOWN);
            return type == OnnxJavaType.UNKNOWN
                    ? OnnxTensor.createTensor(environment, data, numbers.shape(), OnnxJavaType.valueOf(numbers.type()))
                    : UnsignedCast.to(
                            TensorType.valueOf(numbers.type()),
                            OnnxTensor.createTensor(environment, data, numbers.shape(), type));
        } catch (IllegalArgumentException e) {
            throw new OrtModelException("tensors of " + numbers.type() + " cannot be fed from Java", e);
        }
    }

    /** @param value null if the model gave none */
    static TypedValue read(String name, @Nullable OnnxValue value) throws OrtException {
        if (value instanceof OnnxTensor tensor) {
            return read(tensor);
        }
        if (value instanceof OnnxSequence sequence) {
            List<TypedValue> items = new ArrayList<>();
            for (OnnxValue item : sequence.getValue()) {
                try (OnnxValue owned = item) {
                    items.add(read(name, owned));
                }
            }
            return new TypedValue.Items(items);
        }
        if (value instanceof OnnxMap map) {
            Map<Object, Object> entries = new LinkedHashMap<>(map.getValue());
            return new TypedValue.Entries(entries);
        }
        throw new OrtModelException("output '" + name + "' is of a type that ONNX Runtime's Java side does not read");
    }

    private static TypedValue read(OnnxTensor tensor) throws OrtException {
        TensorInfo info = tensor.getInfo();
        if (info.type == OnnxJavaType.STRING) {
            List<String> texts = new ArrayList<>();
            flatten(tensor.getValue(), texts);
            return new TypedValue.Texts(info.getShape(), texts);
        }
        ByteBuffer data = tensor.getByteBuffer();
        // direct, for cut points are fed again
        ByteBuffer direct = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
        direct.put(data).clear();
        return new TypedValue.Numbers(type(info), info.getShape(), direct);
    }

    private static void flatten(@Nullable Object value, List<String> texts) {
        if (value instanceof Object[] array) {
            for (Object item : array) {
                flatten(item, texts);
            }
        } else {
            texts.add(String.valueOf(value));
        }
    }
}
