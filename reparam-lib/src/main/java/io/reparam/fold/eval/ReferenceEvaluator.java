package io.reparam.fold.eval;

import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Operators written for exactness, not for speed: a constant branch is computed once, when a graph is folded. Real numbers are
 * float64, also where the graph says float32, so that a branch is rounded once, at its end. Whole numbers and booleans are what
 * the graph makes of them. What float64 cannot tell is left to others: integers that wrap or need more than 53 bits, real
 * numbers that are not finite in their type.
 */
public final class ReferenceEvaluator implements NodeEvaluator {
    /** The values of their inputs go unchanged into their results, or only count. */
    private final Map<String, NodeFunction> moving = new HashMap<>();

    private final Map<String, NodeFunction> operators = new HashMap<>();

    public ReferenceEvaluator() {
        moving.putAll(ShapeOperators.OPERATORS);
        moving.putAll(Selections.OPERATORS);
        moving.put("Constant", new ConstantNode());
        operators.putAll(moving);
        operators.putAll(Elementwise.OPERATORS);
        operators.putAll(Arithmetic.OPERATORS);
        operators.putAll(Reductions.OPERATORS);
        operators.putAll(MatrixProducts.OPERATORS);
        operators.put("Conv", new ConvEvaluator());
        operators.put("BatchNormalization", new Normalization());
    }

    @Override
    public Evaluation evaluate(Node node, List<@Nullable NdArray> inputs, int opset) {
        NodeFunction operator = node.domain().isEmpty() ? operators.get(node.opType()) : null;
        if (operator == null) {
            return new Evaluation.Unsupported("no evaluator knows operator " + node.opType());
        }
        if (node.output(0).isEmpty() || node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())) {
            return new Evaluation.Unsupported("only nodes of one output are computed");
        }
        try {
            if (!moving.containsKey(node.opType())) {
                requireReal(inputs.get(0), node); // the others are like it, or axes
                inputs.forEach(ReferenceEvaluator::requireKnown);
            } else {
                boolean bounds =
                        node.is("Slice"); // all but its first input are; the largest integer is no more than far
                inputs.stream().limit(bounds ? 1 : inputs.size()).forEach(ReferenceEvaluator::requireExact);
            }
            NdArray result = operator.apply(new EvaluatedNode(node, inputs, opset));
            return new Evaluation.Computed(List.of(moving.containsKey(node.opType()) ? result : held(result)));
        } catch (UnsupportedOperationException
                | ArithmeticException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | NoSuchElementException e) {
            // the last ones come from graphs whose shapes do not fit: whoever runs the model says so better
            return new Evaluation.Unsupported(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    @Override
    public NodeEvaluator inGraphTypes() {
        return (node, inputs, opset) -> {
            String opType = node.opType();
            if (!moving.containsKey(opType) && !Operators.isAny(node, Trait.ANY_NUMBERS, Trait.ROUNDS_ONCE)) {
                return new Evaluation.Unsupported(opType + " is not rounded as a runtime does");
            }
            Evaluation evaluation = evaluate(node, inputs, opset);
            return evaluation instanceof Evaluation.Computed computed
                    ? new Evaluation.Computed(
                            computed.outputs().stream().map(NdArray::rounded).toList())
                    : evaluation;
        };
    }

    private static void requireReal(@Nullable NdArray input, Node node) {
        if (input != null && !input.type().isReal() && !Operators.is(node, Trait.ANY_NUMBERS)) {
            throw new UnsupportedOperationException(
                    node.opType() + " of " + input.type() + " is not computed in float64");
        }
    }

    private static void requireKnown(@Nullable NdArray input) {
        requireExact(input);
        if (input != null && input.type().isReal()) {
            requireHeld(input);
        }
    }

    private static void requireExact(@Nullable NdArray input) {
        if (input != null && !input.isExact()) {
            throw new UnsupportedOperationException("integers beyond 2^53 are not computed in float64");
        }
    }

    private static NdArray held(NdArray result) {
        requireHeld(result);
        return result.type().isReal() ? result : Elementwise.map(result, x -> x + 0.0); // there is no whole -0
    }

    private static void requireHeld(NdArray array) {
        ElementType type = array.type();
        for (double value : array.values()) {
            if (!(type.isReal() ? Double.isFinite(type.nearest(value)) : type.holds(value))) {
                throw new UnsupportedOperationException(value + " is beyond what " + type + " and float64 hold");
            }
        }
    }
}
