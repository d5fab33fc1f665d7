package io.reparam.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** ONNX files. What {@link Graph} does not model, unknown fields among it, survives reading and writing. */
public final class OnnxFile {
    private OnnxFile() {}

    /**
     * @throws InvalidOnnxException if the file is no ONNX model, keeps weights in other files, or is not legal
     * @throws IOException if it cannot be read
     */
    public static Graph read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidOnnxException(file.toString(), "is a directory, not an ONNX model");
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    /**
     * @param source what messages call these bytes
     * @throws InvalidOnnxException as {@link #read}
     */
    public static Graph parse(byte[] onnx, String source) throws InvalidOnnxException {
        try {
            ModelProto model = ModelProto.parseFrom(onnx);
            // protobuf reads many byte sequences without complaint, so ask for what every model has
            if (!model.hasIrVersion() || model.getIrVersion() < 1 || !model.hasGraph()) {
                throw new InvalidOnnxException(source, "is not an ONNX model: it has no IR version or no graph");
            }
            Graph graph = GraphReader.read(model);
            GraphChecker.check(graph);
            return graph;
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidOnnxException(source, "is not an ONNX model, or it is cut off: " + e.getMessage(), e);
        } catch (IllegalArgumentException | ArithmeticException | IllegalGraphException e) {
            throw new InvalidOnnxException(source, "is an ONNX model that cannot be read here: " + e.getMessage(), e);
        }
    }

    /** The bytes of the file. */
    public static byte[] bytes(Graph graph) {
        return GraphWriter.write(graph).toByteArray();
    }

    /** How many bytes the file has. */
    public static long size(Graph graph) {
        return GraphWriter.write(graph).getSerializedSize();
    }

    /**
     * Writes a graph through a temporary file beside it, so that no half-written model is ever found under this name.
     *
     * @throws IOException if it cannot be written; the file is then as it was
     */
    public static void write(Graph graph, Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("cannot write '" + file + "': its directory does not exist; create it first");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write '" + file + "': it is a directory; name a file");
        }
        // not createTempFile: its mode 600 would stay on the finished model
        Path temporary = directory.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.write(temporary, bytes(graph));
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Names of constants that stay in their sparse form. */
    static List<String> sparseInitializers(Graph graph) {
        return graph.frame().getGraph().getSparseInitializerList().stream()
                .map(sparse -> sparse.getValues().getName())
                .toList();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
