package io.reparam.fold.merge;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Writes a product of two matrices and the row that is added to it as one operator.
 *
 * <p>Pattern {@code MatMul(x, W) + b} in either order: {@code Gemm(x, W, b)}. Shapes: x {@code [N,K]}, W {@code [K,M]}, b {@code [M]},
 * {@code [1,M]} or one element.
 *
 * <p>Not done where the product has another reader, and where x is not known to have two dimensions.
 */
public final class MatMulAddAsGemm implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Add");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node add = match.root();
        Optional<ConstantOperand> bias = ConstantOperand.of(add, view);
        Optional<Node> product = bias.flatMap(b -> view.graph().producer(b.data()))
                .filter(node -> node.is("MatMul") && view.readOnlyBy(add, node.output(0)))
                .filter(node -> isMatrix(node.input(0), view) && isMatrix(node.input(1), view));
        if (product.isEmpty() || !isRow(bias.get(), product.get(), view)) {
            return RuleVerdict.noMatch();
        }
        Node matMul = product.get();
        List<String> inputs =
                List.of(matMul.input(0), matMul.input(1), bias.get().name());
        Node gemm = Node.of(matMul.name(), "Gemm", inputs, matMul.outputs(), Attributes.none());
        return RuleVerdict.applicable(List.of(matMul, add), edit -> edit.absorb(matMul, gemm, add));
    }

    private static boolean isMatrix(String value, GraphView view) {
        return view.rank(value).equals(OptionalInt.of(2));
    }

    private static boolean isRow(ConstantOperand bias, Node matMul, GraphView view) {
        long[] dims = bias.values().dims();
        long width = dims.length == 0 ? 1 : dims[dims.length - 1];
        boolean fits = width == 1 || view.size(matMul.input(1), 1).equals(OptionalLong.of(width));
        return dims.length <= 2 && bias.size() == width && fits;
    }
}
