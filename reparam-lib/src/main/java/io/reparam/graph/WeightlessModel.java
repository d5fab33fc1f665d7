package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file without its large weights, for files that should not be in memory as a whole. A tensor says at which bytes of the
 * file its values are, in the form that ONNX has for values in other files. Weights in subgraphs stay.
 */
final class WeightlessModel {
    /** Where a tensor is that stayed in the model's own file; no file can be called so. */
    static final String OWN_FILE = "\0";

    private static final int SMALL = 1024; // bytes of a tensor that are not worth an entry

    private WeightlessModel() {}

    /** Messages on the way to tensors. */
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        TENSOR;

        @Nullable
        Message in(int field) {
            return switch (this) {
                case MODEL -> field == ModelProto.GRAPH_FIELD_NUMBER ? GRAPH : null;
                case GRAPH ->
                    field == GraphProto.INITIALIZER_FIELD_NUMBER
                            ? TENSOR
                            : field == GraphProto.NODE_FIELD_NUMBER ? NODE : null;
                case NODE -> field == NodeProto.ATTRIBUTE_FIELD_NUMBER ? ATTRIBUTE : null;
                case ATTRIBUTE -> field == AttributeProto.T_FIELD_NUMBER ? TENSOR : null;
                case TENSOR -> null;
            };
        }
    }

    /** @param file at its beginning; it is read where it says something else than weights */
    static ByteString of(FileChannel file) throws IOException {
        // not a mapping: protobuf copies one into an array, all of it
        return copy(CodedInputStream.newInstance(new Skipping(file)), Message.MODEL);
    }

    /** What is skipped is not read. */
    private static final class Skipping extends FilterInputStream {
        private final FileChannel file;

        Skipping(FileChannel file) {
            super(Channels.newInputStream(file));
            this.file = file;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = Math.min(bytes, file.size() - file.position());
            file.position(file.position() + skipped);
            return skipped;
        }
    }

    private static ByteString copy(CodedInputStream in, Message message) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            Message inner = message.in(field);
            boolean weights = message == Message.TENSOR && field == TensorProto.RAW_DATA_FIELD_NUMBER;
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED || (inner == null && !weights)) {
                UnknownFieldSet.Builder other = UnknownFieldSet.newBuilder();
                other.mergeFieldFrom(tag, in);
                other.build().writeTo(out);
                continue;
            }
            int length = in.readRawVarint32();
            if (inner != null) {
                int outer = in.pushLimit(length);
                out.writeBytes(field, copy(in, inner));
                if (in.getBytesUntilLimit() != 0) {
                    throw new InvalidProtocolBufferException("a message ends before its length");
                }
                in.popLimit(outer);
            } else if (length < SMALL) {
                out.writeByteArray(field, in.readRawBytes(length));
            } else {
                writePlace(out, in.getTotalBytesRead(), length);
                in.skipRawBytes(length);
            }
        }
        out.flush();
        return bytes.toByteString();
    }

    private static void writePlace(CodedOutputStream out, long offset, long length) throws IOException {
        out.writeEnum(TensorProto.DATA_LOCATION_FIELD_NUMBER, TensorProto.DataLocation.EXTERNAL_VALUE);
        writeEntry(out, "location", OWN_FILE);
        writeEntry(out, "offset", Long.toString(offset));
        writeEntry(out, "length", Long.toString(length));
    }

    private static void writeEntry(CodedOutputStream out, String key, String value) throws IOException {
        out.writeMessage(
                TensorProto.EXTERNAL_DATA_FIELD_NUMBER,
                StringStringEntryProto.newBuilder().setKey(key).setValue(value).build());
    }
}
