package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Set;

/** Reads what a model says without its weights: to look at a file of gigabytes costs no memory. */
final class Outline {
    private static final Set<Integer> WEIGHTS =
            Set.of(GraphProto.INITIALIZER_FIELD_NUMBER, GraphProto.SPARSE_INITIALIZER_FIELD_NUMBER);

    private Outline() {}

    static ModelProto read(CodedInputStream model) throws IOException {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        for (int tag = model.readTag(); tag != 0; tag = model.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field == ModelProto.GRAPH_FIELD_NUMBER
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int outer = model.pushLimit(model.readRawVarint32());
                UnknownFieldSet graph = graph(model);
                model.popLimit(outer);
                fields.mergeField(
                        field,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(graph.toByteString())
                                .build());
            } else {
                fields.mergeFieldFrom(tag, model);
            }
        }
        return ModelProto.parseFrom(fields.build().toByteString());
    }

    private static UnknownFieldSet graph(CodedInputStream graph) throws IOException {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        for (int tag = graph.readTag(); tag != 0; tag = graph.readTag()) {
            if (WEIGHTS.contains(WireFormat.getTagFieldNumber(tag))) {
                graph.skipField(tag);
            } else {
                fields.mergeFieldFrom(tag, graph);
            }
        }
        return fields.build();
    }
}
