package io.reparam.cli;

import io.reparam.artifact.ModelCard;
import io.reparam.artifact.ModelManifest;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
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
        return new ModelFile(path, OnnxFile.read(path));
    }

    /** The file as it is, or with its weights inside where they are in other files. */
    byte[] bytes() throws IOException {
        return OnnxFile.hasExternalData(graph) ? OnnxFile.bytes(graph) : Files.readAllBytes(path);
    }

    ModelManifest.NetSize size() throws IOException {
        return new ModelManifest.NetSize(graph.nodes().size(), graph.parameters(), Files.size(path));
    }

    /** What the model says of itself; empty if it was not written here. */
    Optional<ModelCard> card() throws IOException {
        try {
            return ModelCard.from(graph.metadata());
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + path + "': " + e.getMessage(), e);
        }
    }

    /** Whether it has the one input of nets that learn from CIFAR. */
    boolean takesCifar() {
        return inputs().size() == 1
                && inputs().get(0).dims().orElse(List.of()).size() == 4
                && imageInput().equals(List.of(3L, 32L, 32L));
    }

    /** The values that come from outside, as opposed to constants that old models list among their inputs. */
    List<Value> inputs() {
        return graph.inputs().stream()
                .filter(input -> !graph.initializers().containsKey(input.name()))
                .toList();
    }

    /** Whether pixels go in as they are, as the normalisation is inside. */
    boolean takesBytes() {
        return inputs().size() == 1 && inputs().get(0).type().equals(Optional.of(ElementType.UINT8));
    }

    /** Whether an image goes in alone: there is no dimension for more. Three of which the first is free are a signal's. */
    boolean batchless() {
        List<Dim> dims = inputDims();
        return dims.size() == 3 && (fixed(dims.get(0)) > 0 || fixed(dims.get(2)) <= 3);
    }

    /** Images in a run where the model fixes that; 0 where it does not. */
    int batch() {
        return fixed(input().get(0)).intValue();
    }

    /**
     * The three sizes of the one input after its batch, if it has one; 0 where the model leaves one free.
     *
     * @throws IllegalArgumentException if it does not take images: one input [N, 3, H, W] or [N, H, W, 3], or of one channel, or
     *     one of these without N
     */
    List<Long> imageInput() {
        List<Dim> dims = inputDims();
        List<Long> sizes = (batchless() ? dims : input())
                .stream().skip(dims.size() - 3L).map(ModelFile::fixed).toList();
        if (!isChannels(sizes.get(0)) && !isChannels(sizes.get(2))) {
            throw new IllegalArgumentException(
                    "takes " + sizes.get(0) + " channels, not the 3 of an image or 1 of a grey one");
        }
        return sizes;
    }

    private static boolean isChannels(long size) {
        return size == 0 || size == 1 || size == 3;
    }

    /** Elements of the one output [N, classes]. @throws IllegalArgumentException if it is not such an output */
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
        List<Dim> dims = inputDims();
        if (dims.size() != 4) {
            throw new IllegalArgumentException("must have one input [N, 3, H, W], not " + inputs() + weightsHint());
        }
        return dims;
    }

    /** What may be done where all inputs but one have the sizes of weights. */
    private String weightsHint() {
        long images = inputs().stream()
                .filter(input -> input.dims()
                        .filter(dims -> dims.stream().allMatch(Dim.Fixed.class::isInstance))
                        .isEmpty())
                .count();
        return inputs().size() > 1 && images == 1
                ? "; if the others are weights, export the model with them as constants: of Keras with"
                        + " tf2onnx.convert.from_keras, as from_function leaves captured constants as inputs"
                : "";
    }

    private List<Dim> inputDims() {
        return inputs().size() != 1 ? List.of() : inputs().get(0).dims().orElse(List.of());
    }

    private static Long fixed(Dim dim) {
        return dim instanceof Dim.Fixed known ? Math.max(0, known.size()) : 0L;
    }
}
