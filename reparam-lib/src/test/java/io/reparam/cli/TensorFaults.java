package io.reparam.cli;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Random;
import java.util.function.Supplier;

/** A valid file with one to three faults, as broken exporters, editors and transfers make them. */

/**
 * Faults in what a file says of tensors.
 *
 * @param name of a value that is there
 */
record TensorFaults(Random random, Supplier<String> name) {
    private static final long[] DIMS = {0, 1, 2, 3, 5, 16, 17, 224, -1, 1 << 16, 1L << 40};

    String change(TensorProto.Builder tensor) {
        switch (random.nextInt(7)) {
            case 0 -> {
                tensor.setRawData(
                        tensor.getRawData().substring(0, tensor.getRawData().size() / 2));
                return "half as long";
            }
            case 1 -> {
                tensor.setDataType(random.nextInt(18));
                return "of type " + tensor.getDataType();
            }
            case 2 -> {
                tensor.addDims(DIMS[random.nextInt(DIMS.length)]);
                return "one dimension more";
            }
            case 3 -> {
                if (tensor.getDimsCount() > 0) {
                    tensor.setDims(random.nextInt(tensor.getDimsCount()), DIMS[random.nextInt(DIMS.length)]);
                }
                return tensor.getDimsList().toString();
            }
            case 4 -> {
                byte[] data = tensor.getRawData().toByteArray();
                random.nextBytes(data);
                tensor.setRawData(ByteString.copyFrom(data));
                return "random bits";
            }
            case 5 -> {
                tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(StringStringEntryProto.newBuilder()
                                .setKey("location")
                                .setValue(random.nextBoolean() ? "missing.bin" : "../../etc/passwd"));
                return "elsewhere";
            }
            default -> {
                tensor.setName(name.get());
                return "has a name that is there";
            }
        }
    }

    String change(ValueInfoProto.Builder value) {
        TypeProto.Tensor.Builder tensor = value.getTypeBuilder().getTensorTypeBuilder();
        TensorShapeProto.Builder shape = tensor.getShapeBuilder();
        switch (random.nextInt(5)) {
            case 0 -> tensor.setElemType(random.nextInt(18));
            case 1 -> shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(2));
            case 2 -> value.setName(name.get());
            case 3 -> tensor.clearShape();
            default -> {
                if (shape.getDimCount() > 0) {
                    shape.setDim(
                            random.nextInt(shape.getDimCount()),
                            random.nextInt(4) == 0
                                    ? TensorShapeProto.Dimension.newBuilder().setDimParam("free")
                                    : TensorShapeProto.Dimension.newBuilder()
                                            .setDimValue(DIMS[random.nextInt(DIMS.length)]));
                }
            }
        }
        return value.build().toString().replaceAll("\\s+", " ");
    }
}
