package io.reparam.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Optional;

/** Tensors between protobuf and {@link Tensor}. */
final class TensorData {
    private TensorData() {}

    /** @throws IllegalArgumentException if the values cannot be found, or are not as many as the dimensions say */
    static Tensor read(TensorProto proto, ExternalData files) {
        String name = proto.getName();
        ElementType type = ElementType.ofCode(proto.getDataType());
        if (proto.getDimsList().stream().anyMatch(dim -> dim < 0)) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' of shape " + proto.getDimsList() + " has a dimension below 0");
        }
        Tensor shaped = new Tensor(name, type, proto.getDimsList(), null, proto);
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            Optional<TensorValues.Own> own = files.ownValues(proto);
            if (own.isPresent()) {
                requireBytes(shaped, own.get().length());
                return shaped.with(own.get());
            }
            return shaped.with(files.values(proto, type.bytes(shaped.size())));
        }
        if (proto.hasRawData()) {
            requireBytes(shaped, proto.getRawData().size());
            return shaped.with(new TensorValues.Stored(proto.getRawData()));
        }
        if (type.isNumeric()) {
            requireCount(shaped, listed(proto, type), shaped.size(), "values");
            return shaped.with(new TensorValues.Listed(proto, type, (int) shaped.size()));
        }
        return shaped;
    }

    /** With its values inside, wherever they were. */
    static TensorProto write(Tensor tensor) {
        TensorProto origin = tensor.origin();
        TensorValues values = tensor.values();
        if (origin == null || values instanceof TensorValues.OnDisk) {
            TensorProto.Builder proto = header(tensor);
            return values == null
                    ? proto.build()
                    : proto.setRawData(values.bytes()).build();
        }
        return origin.getName().equals(tensor.name())
                ? origin
                : origin.toBuilder().setName(tensor.name()).build();
    }

    /** All but the values. */
    static TensorProto.Builder header(Tensor tensor) {
        TensorProto origin = tensor.origin();
        TensorProto.Builder proto = origin == null
                ? TensorProto.newBuilder()
                        .addAllDims(tensor.dims())
                        .setDataType(tensor.type().code())
                : origin.toBuilder()
                        .clearRawData()
                        .clearFloatData()
                        .clearDoubleData()
                        .clearInt32Data()
                        .clearInt64Data()
                        .clearUint64Data()
                        .clearExternalData()
                        .clearDataLocation();
        return tensor.name().isEmpty() ? proto : proto.setName(tensor.name());
    }

    private static void requireBytes(Tensor tensor, long has) {
        if (tensor.type().isNumeric()) {
            requireCount(tensor, has, tensor.type().bytes(tensor.size()), "bytes");
        }
    }

    private static void requireCount(Tensor tensor, long has, long needed, String unit) {
        if (has != needed) {
            throw new IllegalArgumentException("tensor '" + tensor.name() + "' of shape " + tensor.dims() + " has "
                    + has + " " + unit + ", not " + needed);
        }
    }

    private static int listed(TensorProto proto, ElementType type) {
        return switch (type) {
            case FLOAT -> proto.getFloatDataCount();
            case DOUBLE -> proto.getDoubleDataCount();
            case INT64 -> proto.getInt64DataCount();
            case UINT32, UINT64 -> proto.getUint64DataCount();
            default -> proto.getInt32DataCount();
        };
    }
}
