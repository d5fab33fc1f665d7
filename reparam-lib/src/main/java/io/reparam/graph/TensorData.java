package io.reparam.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** The two forms of values in a TensorProto: raw little-endian bytes, or one typed list. */
final class TensorData {
    private TensorData() {}

    /** The values of a numeric tensor that came from a file. */
    static byte[] littleEndian(Tensor tensor) {
        TensorProto proto = Objects.requireNonNull(tensor.origin());
        if (proto.hasRawData()) {
            return proto.getRawData().toByteArray();
        }
        int size = Math.toIntExact(tensor.size());
        ByteBuffer bytes = ByteBuffer.allocate(size * tensor.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            switch (tensor.type()) {
                case FLOAT -> bytes.putFloat(proto.getFloatData(i));
                case DOUBLE -> bytes.putDouble(proto.getDoubleData(i));
                case INT32 -> bytes.putInt(proto.getInt32Data(i));
                default -> bytes.putLong(proto.getInt64Data(i));
            }
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException if the values are elsewhere, or not as many as the dimensions say */
    static Tensor read(TensorProto proto) {
        String name = proto.getName();
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new IllegalArgumentException("tensor '" + name
                    + "' keeps its values in another file; save the model with its weights inside and try again");
        }
        ElementType type = ElementType.ofCode(proto.getDataType());
        Tensor tensor = new Tensor(name, type, proto.getDimsList(), null, proto);
        if (type.isNumeric() && count(proto, type) != tensor.size()) {
            throw new IllegalArgumentException("tensor '" + name + "' of shape " + tensor.dims() + " has "
                    + count(proto, type) + " values, not " + tensor.size());
        }
        return tensor;
    }

    static TensorProto write(Tensor tensor) {
        TensorProto origin = tensor.origin();
        if (origin != null) {
            return origin.getName().equals(tensor.name())
                    ? origin
                    : origin.toBuilder().setName(tensor.name()).build();
        }
        TensorProto.Builder proto = TensorProto.newBuilder()
                .addAllDims(tensor.dims())
                .setDataType(tensor.type().code())
                .setRawData(ByteString.copyFrom(tensor.data()));
        if (!tensor.name().isEmpty()) {
            proto.setName(tensor.name());
        }
        return proto.build();
    }

    private static long count(TensorProto proto, ElementType type) {
        if (proto.hasRawData()) {
            return proto.getRawData().size() / type.bytes();
        }
        return switch (type) {
            case FLOAT -> proto.getFloatDataCount();
            case DOUBLE -> proto.getDoubleDataCount();
            case INT32 -> proto.getInt32DataCount();
            default -> proto.getInt64DataCount();
        };
    }
}
