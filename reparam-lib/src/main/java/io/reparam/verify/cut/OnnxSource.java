package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a model is: in a file, with its weights in it or beside it, or in memory. */
public final class OnnxSource {
    private final @Nullable Path folder; // of weights beside a model in memory
    private final @Nullable Path file;
    private final byte[] bytes;

    private OnnxSource(@Nullable Path folder, @Nullable Path file, byte[] bytes) {
        this.folder = folder;
        this.file = file;
        this.bytes = bytes;
    }

    public static OnnxSource of(Path file) {
        return new OnnxSource(null, file, new byte[0]);
    }

    public static OnnxSource of(byte[] onnx) {
        return new OnnxSource(null, null, onnx);
    }

    /** @throws OrtModelException if ONNX Runtime cannot run it */
    public TypedModel open(SessionSettings settings) {
        return file == null ? new TypedModel(bytes, folder, settings) : new TypedModel(file, settings);
    }

    /** Opens a changed copy of this model, whose weights in other files are where this one's are. */
    public TypedModel open(byte[] changed, SessionSettings settings) {
        return new TypedModel(changed, folder(), settings);
    }

    private @Nullable Path folder() {
        return file == null ? folder : file.toAbsolutePath().getParent();
    }

    /** A changed copy of this model. */
    OnnxSource with(byte[] changed) {
        return new OnnxSource(folder(), null, changed);
    }

    /** The model without the initializers of its main graph, which are skipped, not read. */
    ModelProto outline() throws IOException {
        try (InputStream in = file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file)) {
            return Outline.read(CodedInputStream.newInstance(in));
        }
    }

    /** Bytes of the file itself. */
    public long size() throws IOException {
        return file == null ? bytes.length : Files.size(file);
    }

    /** @throws IOException if it cannot be read as ONNX */
    ModelProto read() throws IOException {
        try {
            return ModelProto.parseFrom(file == null ? bytes : Files.readAllBytes(file));
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("the graph cannot be read: " + e.getMessage(), e);
        }
    }
}
