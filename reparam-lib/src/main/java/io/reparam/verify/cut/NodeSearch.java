package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Looks for an operator in a file without its weights in memory.
 *
 * @param opType of the nodes that are looked for
 */
record NodeSearch(String opType) {
    /** @param model at its beginning; read up to the first node that is found */
    boolean in(CodedInputStream model) throws IOException {
        for (int tag = model.readTag(); tag != 0; tag = model.readTag()) {
            if (isMessage(tag, ModelProto.GRAPH_FIELD_NUMBER)) {
                int outer = model.pushLimit(model.readRawVarint32());
                if (inGraph(model)) {
                    return true;
                }
                model.popLimit(outer);
            } else if (isMessage(tag, ModelProto.FUNCTIONS_FIELD_NUMBER)) {
                FunctionProto function = FunctionProto.parseFrom(model.readByteArray());
                if (function.getNodeList().stream().anyMatch(this::matches)) {
                    return true;
                }
            } else {
                model.skipField(tag);
            }
        }
        return false;
    }

    private boolean inGraph(CodedInputStream graph) throws IOException {
        for (int tag = graph.readTag(); tag != 0; tag = graph.readTag()) {
            if (!isMessage(tag, GraphProto.NODE_FIELD_NUMBER)) {
                graph.skipField(tag);
            } else if (matches(NodeProto.parseFrom(graph.readByteArray()))) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(NodeProto node) {
        return node.getOpType().equals(opType)
                || node.getAttributeList().stream().map(AttributeProto::getG).anyMatch(this::matches);
    }

    private boolean matches(GraphProto body) {
        return body.getNodeList().stream().anyMatch(this::matches);
    }

    private static boolean isMessage(int tag, int field) {
        return WireFormat.getTagFieldNumber(tag) == field
                && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
