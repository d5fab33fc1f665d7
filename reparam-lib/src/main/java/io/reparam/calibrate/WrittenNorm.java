package io.reparam.calibrate;

import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tells normalizations that are written out from attention: a norm's result stays the same when what it norms grows, because its
 * divisor grows alike. Followed is by which power a value grows with the value that it is computed from.
 */
final class WrittenNorm {
    private static final double UNKNOWN = Double.NaN;
    /** They grow as their first input does. */
    private static final Set<String> KEEPS = Set.of(
            "ReduceMean",
            "ReduceSum",
            "ReduceMax",
            "ReduceMin",
            "ReduceL1",
            "ReduceL2",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "GlobalLpPool",
            "AveragePool",
            "Abs",
            "Neg",
            "Relu",
            "Identity",
            "Cast",
            "Expand",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose");

    private final GraphView view;
    private final Map<String, Growth> known = new HashMap<>();

    WrittenNorm(GraphView view) {
        this.view = view;
    }

    /**
     * How a value grows.
     *
     * @param root what it is computed from; empty for a number that is not computed from the image
     * @param power NaN if there is none
     */
    private record Growth(String root, double power) {
        static final Growth NONE = new Growth("", 0);

        boolean isConstant() {
            return root.isEmpty();
        }
    }

    /** Whether a Mul or Div gives what does not grow with its source. */
    boolean is(Node product) {
        Growth growth = of(product, product.output(0));
        return !growth.isConstant() && Math.abs(growth.power()) < 1e-6;
    }

    private Growth of(String value) {
        Growth growth = known.get(value);
        if (growth == null) {
            growth = view.isConstant(value)
                    ? Growth.NONE
                    : view.graph().producer(value).map(node -> of(node, value)).orElseGet(() -> new Growth(value, 1));
            known.put(value, growth);
        }
        return growth;
    }

    private Growth of(Node node, String value) {
        String type = node.opType();
        if (KEEPS.contains(type)) {
            return of(node.input(0));
        }
        return switch (type) {
            case "ReduceSumSquare" -> raised(of(node.input(0)), 2);
            case "Sqrt" -> raised(of(node.input(0)), 0.5);
            case "Reciprocal" -> raised(of(node.input(0)), -1);
            case "Pow" -> raised(of(node.input(0)), number(node.input(1)));
            case "Mul" -> product(of(node.input(0)), of(node.input(1)), 1);
            case "Div" -> product(of(node.input(0)), of(node.input(1)), -1);
            // what is added is a small number that keeps a divisor from 0
            case "Add", "Sub", "Max", "Clip" -> sum(node);
            default -> new Growth(value, 1);
        };
    }

    private Growth sum(Node node) {
        Growth all = Growth.NONE;
        for (String input : node.inputs()) {
            Growth one = input.isEmpty() ? Growth.NONE : of(input);
            if (all.isConstant() || one.isConstant()) {
                all = all.isConstant() ? one : all;
            } else if (!all.equals(one)) {
                return new Growth(all.root(), UNKNOWN);
            }
        }
        return all;
    }

    private static Growth product(Growth a, Growth b, int sign) {
        if (b.isConstant()) {
            return a;
        }
        if (a.isConstant()) {
            return raised(b, sign);
        }
        return new Growth(a.root(), a.root().equals(b.root()) ? a.power() + sign * b.power() : UNKNOWN);
    }

    private static Growth raised(Growth growth, double exponent) {
        return growth.isConstant() ? growth : new Growth(growth.root(), growth.power() * exponent);
    }

    private double number(String value) {
        return view.constant(value)
                .filter(tensor -> tensor.values().length == 1)
                .map(tensor -> tensor.values()[0])
                .orElse(UNKNOWN);
    }
}
