package io.reparam.proof;

import io.reparam.graph.Attribute;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Value;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far an exact fold may move a model, by the precision of its numbers: 1e-5 of the largest output, and 5e-3 where inputs,
 * outputs or constants have 16 bits. One such constant is enough, for it was rounded so when it was folded.
 */
public final class StandardTolerance {
    static final double SINGLE = 1e-5;
    static final double HALF = 5e-3;

    private static final Set<ElementType> HALVES = EnumSet.of(ElementType.FLOAT16, ElementType.BFLOAT16);

    private StandardTolerance() {}

    /** For {@code max |difference| / max |reference|}. */
    public static double of(Graph graph) {
        Stream<ElementType> values = Stream.concat(graph.inputs().stream(), graph.outputs().stream())
                .map(Value::type)
                .flatMap(type -> type.stream());
        Stream<ElementType> constants = graph.initializers().values().stream().map(tensor -> tensor.type());
        Stream<ElementType> inNodes = graph.nodes().stream()
                .flatMap(node -> node.attributes().asMap().values().stream())
                .flatMap(attribute -> attribute instanceof Attribute.Array array
                        ? Stream.of(array.value().type())
                        : Stream.empty());
        return Stream.of(values, constants, inNodes).flatMap(types -> types).anyMatch(HALVES::contains) ? HALF : SINGLE;
    }
}
