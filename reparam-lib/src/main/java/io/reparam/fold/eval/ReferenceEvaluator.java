package io.reparam.fold.eval;

import io.reparam.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Operators written for exactness, not for speed: a constant branch is computed once, when a graph is folded. Everything is
 * float64, also where the graph says float32, so that a branch is rounded once, at its end.
 */
public final class ReferenceEvaluator implements NodeEvaluator {
    private final Map<String, Operator> operators = new HashMap<>();

    public ReferenceEvaluator() {
        operators.putAll(Elementwise.OPERATORS);
        operators.putAll(Arithmetic.OPERATORS);
        operators.putAll(ShapeOperators.OPERATORS);
        operators.putAll(Reductions.OPERATORS);
        operators.putAll(MatrixProducts.OPERATORS);
        operators.put("Conv", new Convolution());
        operators.put("BatchNormalization", new Normalization());
        operators.put("Constant", new ConstantNode());
    }

    @Override
    public Evaluation evaluate(Node node, List<@Nullable NdArray> inputs, int opset) {
        Operator operator = node.domain().isEmpty() ? operators.get(node.opType()) : null;
        if (operator == null) {
            return new Evaluation.Unsupported("no evaluator knows operator " + node.opType());
        }
        if (node.output(0).isEmpty() || node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())) {
            return new Evaluation.Unsupported("only nodes of one output are computed");
        }
        try {
            return new Evaluation.Computed(List.of(operator.apply(new Call(node, inputs, opset))));
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
}
