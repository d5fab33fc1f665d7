package io.reparam.cli;

import io.reparam.artifact.ModelCard;
import io.reparam.artifact.NetSize;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** An ONNX file that was named on the command line. */
record ModelFile(Path path, Graph graph) {

    /** @throws IOException naming the file, if it is missing or no ONNX model */
    static ModelFile read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("'" + path + "' is a directory, not an ONNX model");
        }
        return new ModelFile(path, OnnxFile.read(path));
    }

    /** The file as it is, or with its weights inside where they are in other files. */
    byte[] bytes() throws IOException {
        return OnnxFile.hasExternalData(graph) ? OnnxFile.bytes(graph) : Files.readAllBytes(path);
    }

    NetSize size() throws IOException {
        return new NetSize(graph.nodes().size(), graph.parameters(), Files.size(path));
    }

    /** What the model says of itself; empty if it was not written here. */
    Optional<ModelCard> card() throws IOException {
        try {
            return ModelCard.from(graph.metadata());
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + path + "': " + e.getMessage(), e);
        }
    }

    /** From the model's card; without one, CIFAR's for models of its size. */
    PreprocessSpec preprocess() throws IOException {
        Optional<ModelCard> card = card();
        if (card.isPresent()) {
            return card.get().preprocess();
        }
        boolean cifar = graph.inputs().stream()
                .filter(input -> !graph.initializers().containsKey(input.name()))
                .map(Value::dims)
                .allMatch(dims -> dims.map(Object::toString).orElse("").endsWith(", 3, 32, 32]"));
        if (!cifar) {
            throw new IOException(
                    "'" + path + "' has no model card that tells its preprocessing, and its input is not 3x32x32;"
                            + " leave --images away, or export the model with reparam");
        }
        return PreprocessSpec.CIFAR;
    }
}
