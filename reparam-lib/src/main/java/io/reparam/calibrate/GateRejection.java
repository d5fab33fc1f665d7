package io.reparam.calibrate;

import io.reparam.calibrate.AxisRole.Meaning;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a product of two values that depend on the image is not a gate. */
final class GateRejection {
    private GateRejection() {}

    /** Of a product whose factors both differ by place. */
    static String reason(Node mul, GraphView view, Layouts layouts) {
        String a = mul.input(0);
        String b = mul.input(1);
        Set<String> shared = pointwise(a, view);
        shared.retainAll(pointwise(b, view));
        if (!shared.isEmpty()) {
            return "an activation (such as hard-swish), not attention: both factors are computed from '"
                    + shared.iterator().next() + "' position by position";
        }
        for (int i = 0; i < 2; i++) {
            AxisRoles factor = layouts.of(mul.input(i)).orElseThrow();
            AxisRoles scaled = layouts.of(mul.input(1 - i)).orElseThrow();
            if (factor.has(Meaning.PLACE) && !factor.has(Meaning.FREE) && scaled.has(Meaning.FREE)) {
                return "spatial attention: the factor '" + mul.input(i)
                        + "' has one channel and differs by position, so no constant a channel can stand for it";
            }
            if (!factor.has(Meaning.PLACE) && factor.has(Meaning.MIXED)) {
                return "an axis of the factor '" + mul.input(i)
                        + "' counts images together with channels or places, so no constant can stand for it;"
                        + " with a fixed batch of 1 there may be one";
            }
            if (places(factor) > 0 && places(factor) < places(scaled)) {
                return "attention along one side of the image, or within a patch: the factor '" + mul.input(i)
                        + "' still differs along one axis of the places";
            }
        }
        return "both '" + a + "' and '" + b
                + "' differ by position; a gate is one number a channel, from a pooling over the whole image";
    }

    private static long places(AxisRoles layout) {
        return layout.axes().stream()
                .filter(axis -> axis.is(Meaning.PLACE) && axis.size() > 1)
                .count();
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
