package io.reparam.fold.match;

import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Numbers of dimensions, as far as inputs, weights and operators tell. One walk over the graph. */
final class Ranks {
    private static final Set<String> LIKE_FIRST_INPUT = Set.of(
            "BatchNormalization",
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Elu",
            "Selu",
            "Celu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Exp",
            "Log",
            "Sqrt",
            "Neg",
            "Abs",
            "Erf",
            "Gelu",
            "Mish",
            "Softplus",
            "Clip",
            "Identity",
            "Dropout",
            "Softmax",
            "Cast",
            "MaxPool",
            "AveragePool",
            "LpPool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "Pad",
            "Transpose",
            "Slice",
            "Resize",
            "Upsample",
            "InstanceNormalization",
            "GroupNormalization",
            "LayerNormalization",
            "LRN",
            "Reciprocal",
            "Split",
            "DepthToSpace",
            "SpaceToDepth");
    private static final Set<String> LIKE_WIDEST_INPUT = Set.of("Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Sum");

    private final Map<String, Integer> known = new HashMap<>();

    private final Graph graph;

    Ranks(Graph graph) {
        this.graph = graph;
        graph.initializers().values().forEach(t -> known.put(t.name(), t.dims().size()));
        graph.intermediates().values().forEach(this::declare);
        graph.outputs().forEach(this::declare);
        graph.inputs().forEach(this::declare);
        for (Node node : graph.nodes()) {
            infer(node, graph).ifPresent(rank -> known.put(node.output(0), rank));
            if (node.is("Split")) {
                node.outputs().forEach(part -> infer(node, graph).ifPresent(rank -> known.put(part, rank)));
            }
        }
    }

    OptionalInt of(String value) {
        Integer rank = known.get(value);
        if (rank == null) {
            return graph.initializer(value)
                    .map(tensor -> OptionalInt.of(tensor.dims().size()))
                    .orElse(OptionalInt.empty());
        }
        return OptionalInt.of(rank);
    }

    private void declare(Value value) {
        Optional<List<Dim>> dims = value.dims();
        // some exporters write an empty shape where they mean that they do not know it
        dims.filter(d -> !d.isEmpty()).ifPresent(d -> known.put(value.name(), d.size()));
    }

    private Optional<Integer> infer(Node node, Graph graph) {
        if (!node.domain().isEmpty() || node.inputs().isEmpty()) {
            return Optional.empty();
        }
        if (LIKE_FIRST_INPUT.contains(node.opType())) {
            return Optional.ofNullable(known.get(node.input(0)));
        }
        if (LIKE_WIDEST_INPUT.contains(node.opType())) {
            int widest = 0;
            for (String input : node.inputs()) {
                Integer rank = known.get(input);
                if (rank == null) {
                    return Optional.empty();
                }
                widest = Math.max(widest, rank);
            }
            return Optional.of(widest);
        }
        return switch (node.opType()) {
            case "Conv", "ConvTranspose" ->
                Optional.ofNullable(known.get(node.input(1))).or(() -> Optional.ofNullable(known.get(node.input(0))));
            case "Gemm", "Flatten" -> Optional.of(2);
            case "MatMul" ->
                Integer.valueOf(2).equals(known.get(node.input(1)))
                        ? Optional.ofNullable(known.get(node.input(0)))
                        : Optional.empty();
            case "Reshape" -> length(node.input(1));
            case "ConstantOfShape" -> length(node.input(0));
            case "Concat" ->
                node.inputs().stream().map(known::get).filter(Objects::nonNull).findFirst();
            case "Shape" -> Optional.of(1);
            case "Gather" -> gathered(node);
            case "Squeeze", "Unsqueeze", "ReduceMean" -> moved(node, graph);
            default -> Optional.empty();
        };
    }

    private Optional<Integer> length(String shape) {
        return graph.initializer(shape)
                .filter(sizes -> sizes.dims().size() == 1)
                .map(sizes -> sizes.dims().get(0).intValue());
    }

    private Optional<Integer> gathered(Node node) {
        Integer data = known.get(node.input(0));
        Integer index = known.get(node.input(1));
        return data == null || index == null ? Optional.empty() : Optional.of(data + index - 1);
    }

    /** Axes are an attribute up to one opset and an input from another one on. */
    private Optional<Integer> moved(Node node, Graph graph) {
        int sign = node.is("Unsqueeze") ? 1 : -1;
        boolean stays = node.is("ReduceMean") && node.attributes().getInt("keepdims", 1) != 0;
        Optional<Integer> axes = node.attributes()
                .getInts("axes")
                .map(List::size)
                .or(() -> graph.initializer(node.input(1)).map(given -> (int) given.size()));
        Optional<Integer> before = Optional.ofNullable(known.get(node.input(0)));
        return stays ? before : before.flatMap(rank -> axes.map(count -> rank + sign * count));
    }
}
