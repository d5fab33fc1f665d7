package io.reparam.fold.match;

import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a dimension of a node's output is as long as, by the operator alone: one of its first input's, or a number. */
final class DimensionSource {
    private static final Set<String> LIKE_INPUT = Set.of(
            "BatchNormalization",
            "Cast",
            "Celu",
            "Clip",
            "Dropout",
            "Elu",
            "Erf",
            "Exp",
            "Gelu",
            "GroupNormalization",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "InstanceNormalization",
            "LRN",
            "LayerNormalization",
            "LeakyRelu",
            "Log",
            "Mish",
            "Neg",
            "PRelu",
            "Reciprocal",
            "Relu",
            "Selu",
            "Sigmoid",
            "Softmax",
            "Softplus",
            "Sqrt",
            "Tanh");

    private final Graph graph;
    private final Ranks ranks;
    private final LayoutSource layouts;

    DimensionSource(Graph graph, Constants constants, Ranks ranks) {
        this.graph = graph;
        this.ranks = ranks;
        this.layouts = new LayoutSource(graph, constants, ranks);
    }

    /** Empty if the operator computes it from several or is not known here. */
    Optional<Extent> of(Node node, String output, int axis) {
        boolean other = !node.domain().isEmpty() || !node.outputs().contains(output);
        if (other || (!node.output(0).equals(output) && !node.is("Split"))) {
            return Optional.empty();
        }
        Optional<Extent> byWeights = axis == 1 ? channels(node) : Optional.empty();
        if (byWeights.isPresent() || LIKE_INPUT.contains(node.opType())) {
            return byWeights.or(() -> at(node, axis));
        }
        boolean batch = axis == 0;
        return switch (node.opType()) {
            case "Conv", "ConvTranspose" -> batch ? at(node, 0) : Optional.empty();
            case "MaxPool", "AveragePool", "LpPool" -> axis < 2 ? at(node, axis) : Optional.empty();
            case "GlobalAveragePool", "GlobalMaxPool" -> axis < 2 ? at(node, axis) : Optional.of(new Extent.Known(1));
            case "Flatten" -> batch && node.attributes().getInt("axis", 1) == 1 ? at(node, 0) : Optional.empty();
            case "Gemm" -> batch && node.attributes().getInt("transA", 0) == 0 ? at(node, 0) : Optional.empty();
            case "MatMul" -> matMul(node, axis);
            default -> layouts.of(node, output, axis);
        };
    }

    /** What a layer's weights say of its output. */
    private Optional<Extent> channels(Node node) {
        return switch (node.opType()) {
            case "Conv" -> weight(node, 0, 1);
            case "ConvTranspose" -> weight(node, 1, node.attributes().getInt("group", 1));
            case "Gemm" -> weight(node, node.attributes().getInt("transB", 0) == 0 ? 1 : 0, 1);
            case "BatchNormalization", "InstanceNormalization" -> weight(node, 0, 1);
            default -> Optional.empty();
        };
    }

    /** By a matrix of weights. */
    private Optional<Extent> matMul(Node node, int axis) {
        OptionalInt rank = ranks.of(node.input(0));
        if (rank.isEmpty() || !ranks.of(node.input(1)).equals(OptionalInt.of(2))) {
            return Optional.empty();
        }
        return axis == rank.getAsInt() - 1 ? weight(node, 1, 1) : at(node, axis);
    }

    private Optional<Extent> weight(Node node, int axis, long times) {
        return graph.initializer(node.input(1))
                .map(Tensor::dims)
                .filter(dims -> axis < dims.size())
                .map(dims -> new Extent.Known(dims.get(axis) * times));
    }

    private static Optional<Extent> at(Node node, int axis) {
        return Optional.of(new Extent.Same(node.input(0), axis));
    }
}
