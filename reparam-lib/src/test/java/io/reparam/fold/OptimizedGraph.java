package io.reparam.fold;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What ONNX Runtime makes of a graph before it runs it, with all of its optimizations. */
public final class OptimizedGraph {
    private OptimizedGraph() {}

    /** Operators as they run, without domains, in their order. */
    public static List<String> operators(Graph graph) {
        try (SessionOptions options = new SessionOptions()) {
            Path written = Files.createTempFile("optimized", ".onnx");
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            options.setOptimizedModelFilePath(written.toString());
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            try {
                OrtEnvironment.getEnvironment()
                        .createSession(OnnxFile.bytes(graph), options)
                        .close();
                return OnnxFile.read(written).nodes().stream().map(Node::opType).toList();
            } finally {
                Files.delete(written);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
