package io.reparam;

import static org.bytedeco.onnx.global.onnx.check_model;

import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX's own checker, for every model that the tests write. */
public final class NativeChecker {
    private NativeChecker() {}

    /** @throws RuntimeException with the checker's words if the model is not valid */
    public static void check(Graph graph) {
        try {
            Path file = Files.createTempFile("reparam", ".onnx");
            try {
                OnnxFile.write(graph, file);
                check_model(file.toString(), true, false, false);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
