package io.reparam.cli;

import io.reparam.artifact.ModelCard;
import io.reparam.artifact.NetSize;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** From the model's card; without one, CIFAR's for models of its size; empty for others. */
    Optional<PreprocessSpec> usualPreprocess() throws IOException {
        return card().map(ModelCard::preprocess)
                .or(() -> imageInput().equals(List.of(3L, 32L, 32L))
                        ? Optional.of(PreprocessSpec.CIFAR)
                        : Optional.empty());
    }

    /** The values that come from outside, as opposed to constants that old models list among their inputs. */
    List<Value> inputs() {
        return graph.inputs().stream()
                .filter(input -> !graph.initializers().containsKey(input.name()))
                .toList();
    }

    /** Images in a run where the model fixes that; 0 where it does not. */
    int batch() {
        return fixed(input().get(0)).intValue();
    }

    /**
     * Channels, height and width of the one input, 0 where the model leaves one free.
     *
     * @throws IllegalArgumentException if it does not take images: one input [N, 3, H, W]
     */
    List<Long> imageInput() {
        List<Long> sizes = input().stream().skip(1).map(ModelFile::fixed).toList();
        if (sizes.get(0) != 0 && sizes.get(0) != 3) {
            throw new IllegalArgumentException(
                    "'" + path + "' takes " + sizes.get(0) + " channels, not the 3 of an image");
        }
        return sizes;
    }

    /** Elements of the one output [N, classes]. @throws IllegalArgumentException if it is no such output */
    int classes() {
        List<Value> outputs = graph.outputs();
        List<Dim> dims = outputs.size() != 1 ? List.of() : outputs.get(0).dims().orElse(List.of());
        if (dims.size() != 2 || fixed(dims.get(1)) < 1) {
            throw new IllegalArgumentException(
                    "'" + path + "' must have one output [N, classes] of a known number of classes, not " + outputs);
        }
        return fixed(dims.get(1)).intValue();
    }

    private List<Dim> input() {
        List<Dim> dims =
                inputs().size() != 1 ? List.of() : inputs().get(0).dims().orElse(List.of());
        if (dims.size() != 4) {
            throw new IllegalArgumentException("'" + path + "' must have one input [N, 3, H, W], not " + inputs());
        }
        return dims;
    }

    private static Long fixed(Dim dim) {
        return dim instanceof Dim.Fixed known ? Math.max(0, known.size()) : 0L;
    }
}
