package io.reparam.calibrate;

import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Why a product of two values that depend on the image is no gate. */
final class NoGate {
    private NoGate() {}

    /** @return empty if a factor is constant or the Mul stands inside a gate */
    static Optional<String> reason(Node mul, GraphView view) {
        String a = mul.input(0);
        String b = mul.input(1);
        if (view.isConstant(a) || view.isConstant(b) || isVector(a, view) && isVector(b, view)) {
            return Optional.empty();
        }
        Set<String> shared = pointwise(a, view);
        shared.retainAll(pointwise(b, view));
        if (!shared.isEmpty()) {
            return Optional.of("an activation (such as hard-swish), not attention: both factors are computed from '"
                    + shared.iterator().next() + "' position by position");
        }
        for (String factor : List.of(a, b)) {
            if (view.size(factor, 1).equals(OptionalLong.of(1)) && !isVector(factor, view)) {
                return Optional.of("spatial attention: the factor '" + factor
                        + "' has one channel and differs by position, so no constant a channel can stand for it");
            }
        }
        return Optional.of("both '" + a + "' and '" + b
                + "' differ by position; a gate is one number a channel, from a pooling over H and W");
    }

    private static boolean isVector(String value, GraphView view) {
        return view.size(value, 2).equals(OptionalLong.of(1))
                && view.size(value, 3).equals(OptionalLong.of(1));
    }

    private static boolean isPointwise(Node node) {
        return Operators.is(node, Trait.ELEMENTWISE) || node.is("BatchNormalization");
    }

    /** A value and those before it from which it is computed element by element, with constants. */
    private static Set<String> pointwise(String value, GraphView view) {
        Set<String> chain = new LinkedHashSet<>();
        String at = value;
        while (chain.add(at)) {
            Optional<Node> producer = view.graph().producer(at);
            if (producer.isEmpty() || !isPointwise(producer.get())) {
                break;
            }
            List<String> varying = producer.get().inputs().stream()
                    .filter(input -> !input.isEmpty() && !view.isConstant(input))
                    .distinct()
                    .toList();
            if (varying.size() == 1) {
                at = varying.get(0);
            }
        }
        return chain;
    }
}
