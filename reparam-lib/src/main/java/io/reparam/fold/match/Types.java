package io.reparam.fold.match;

import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.MalformedModelException;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Element types of values, as far as declarations, constants and operators tell. One walk over the graph. */
final class Types {
    private static final Set<String> LIKE_FIRST_INPUT = Set.of(
            "Add",
            "AveragePool",
            "BatchNormalization",
            "Clip",
            "Concat",
            "Conv",
            "ConvTranspose",
            "Div",
            "Expand",
            "Flatten",
            "Gather",
            "Gelu",
            "Gemm",
            "GlobalAveragePool",
            "Identity",
            "LeakyRelu",
            "MatMul",
            "MaxPool",
            "Mul",
            "Pad",
            "Relu",
            "Reshape",
            "Sigmoid",
            "Slice",
            "Squeeze",
            "Sub",
            "Transpose",
            "Unsqueeze");

    private final Map<String, ElementType> known = new HashMap<>();

    Types(Graph graph) {
        for (Tensor tensor : graph.initializers().values()) {
            known.put(tensor.name(), tensor.type());
        }
        Stream.of(graph.intermediates().values(), graph.outputs(), graph.inputs())
                .flatMap(values -> values.stream())
                .forEach(this::declare);
        for (Node node : graph.nodes()) {
            if (node.domain().isEmpty() && !known.containsKey(node.output(0))) {
                try {
                    infer(node).ifPresent(type -> known.put(node.output(0), type));
                } catch (MalformedModelException e) {
                    throw e.at(node);
                }
            }
        }
    }

    Optional<ElementType> of(String value) {
        return Optional.ofNullable(known.get(value));
    }

    private void declare(Value value) {
        value.type().ifPresent(type -> known.put(value.name(), type));
    }

    private Optional<ElementType> infer(Node node) {
        return switch (node.opType()) {
            case "Shape", "Size" -> Optional.of(ElementType.INT64);
            case "Cast" ->
                Optional.of(ElementType.ofCode((int) node.attributes().getInt("to", ElementType.FLOAT.code())));
            case "CastLike" -> of(node.input(1));
            default -> LIKE_FIRST_INPUT.contains(node.opType()) ? of(node.input(0)) : Optional.empty();
        };
    }
}
