package io.reparam.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** ONNX files. What {@link Graph} does not model, unknown fields among it, survives reading and writing. */
public final class OnnxFile {
    /** Bytes up to which a file is copied. The weights of a larger one stay in it, and it must not be changed meanwhile. */
    static final long COPIED = 64L << 20;

    private OnnxFile() {}

    /**
     * Weights in other files stay there until they are asked for.
     *
     * @throws InvalidOnnxException if the file is not an ONNX model, weights in other files are not there, or it is not legal
     * @throws IOException if it cannot be read
     */
    public static Graph read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidOnnxException(
                    file.toString(), FileKind.of(file).orElse("is a directory, not an ONNX model"));
        }
        try {
            return read(file, COPIED);
        } catch (InvalidOnnxException e) {
            Optional<String> kind = FileKind.of(file);
            if (kind.isPresent()) {
                throw new InvalidOnnxException(file.toString(), kind.get(), e);
            }
            throw e;
        }
    }

    /** @param copied bytes up to which a file is copied */
    static Graph read(Path file, long copied) throws IOException {
        long size = Files.size(file);
        if (size <= copied) {
            ByteString all = UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
            return parse(all, file.toString(), ExternalData.beside(file));
        }
        if (size > ModelWriter.MESSAGE_LIMIT) {
            throw new InvalidOnnxException(
                    file.toString(),
                    "has " + size + " bytes; a larger model than 2 GB keeps its weights in other files");
        }
        // not closed: its tensors read from it, also when the file has got another name or none; collected with them
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return parse(lean(channel, file), file.toString(), ExternalData.in(file, channel));
    }

    private static ByteString lean(FileChannel channel, Path file) throws IOException {
        try {
            return WeightlessModel.of(channel);
        } catch (InvalidProtocolBufferException e) {
            throw cutOff(file.toString(), e);
        }
    }

    private static InvalidOnnxException cutOff(String source, IOException e) {
        return new InvalidOnnxException(source, "is not an ONNX model, or it is cut off: " + e.getMessage(), e);
    }

    /**
     * @param source what messages call these bytes
     * @throws InvalidOnnxException as {@link #read}, and if the model keeps weights in other files
     */
    public static Graph parse(byte[] onnx, String source) throws InvalidOnnxException {
        return parse(UnsafeByteOperations.unsafeWrap(onnx), source, ExternalData.none());
    }

    private static Graph parse(ByteString onnx, String source, ExternalData files) throws InvalidOnnxException {
        try {
            CodedInputStream in = onnx.newCodedInput();
            in.enableAliasing(true); // weights are views of the file, not copies
            ModelProto model = ModelProto.parseFrom(in);
            in.checkLastTagWas(0);
            // protobuf reads many byte sequences without complaint, so ask for what every model has
            if (!model.hasIrVersion() || model.getIrVersion() < 1 || !model.hasGraph()) {
                throw new InvalidOnnxException(source, "is not an ONNX model: it has no IR version or no graph");
            }
            Graph graph = new GraphReader(files).read(model);
            GraphChecker.check(graph);
            return graph;
        } catch (InvalidOnnxException e) {
            throw e;
        } catch (IOException e) {
            throw cutOff(source, e);
        } catch (IllegalArgumentException | ArithmeticException | IllegalGraphException e) {
            throw new InvalidOnnxException(source, "is an ONNX model that cannot be read here: " + e.getMessage(), e);
        }
    }

    /**
     * The bytes of the file, weights inside.
     *
     * @throws IllegalArgumentException if they are more than one file can hold, which is 2 GB
     */
    public static byte[] bytes(Graph graph) {
        long size = size(graph);
        if (size > ModelWriter.MESSAGE_LIMIT) {
            throw new IllegalArgumentException("graph '" + graph.name() + "' has " + size
                    + " bytes, more than fit in one piece; write it to a file");
        }
        return GraphWriter.write(graph, TensorData::write).toByteArray();
    }

    /** Whether some of the weights are in other files. */
    public static boolean hasExternalData(Graph graph) {
        return graph.initializers().values().stream()
                .anyMatch(tensor -> tensor.values() instanceof TensorValues.External);
    }

    /** How many bytes the model has, weights in other files among them. */
    public static long size(Graph graph) {
        return GraphWriter.size(graph);
    }

    /**
     * Writes a graph, so that no half-written model is ever found under this name. Where its weights were in other files, or are
     * too many for one, those from 1 KiB on go into {@code FILE.data} beside it, or {@code FILE.data.2} if there is one.
     *
     * @throws IOException if it cannot be written; the file is then as it was
     */
    public static void write(Graph graph, Path file) throws IOException {
        try (StagedModel model = prepare(graph, file)) {
            model.publish();
        }
    }

    /** Writes a graph as {@link #write(Graph, Path)} does, but for its name, so that it can be looked at first. */
    public static StagedModel prepare(Graph graph, Path file) throws IOException {
        return new ModelWriter(file).write(graph, ModelWriter.MESSAGE_LIMIT);
    }

    /** Names of constants that stay in their sparse form. */
    static List<String> sparseInitializers(Graph graph) {
        return graph.frame().getGraph().getSparseInitializerList().stream()
                .map(sparse -> sparse.getValues().getName())
                .toList();
    }
}
