package io.reparam.fold.merge;

import static io.reparam.fold.match.Pattern.op;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.layer.ConstantGemm;
import io.reparam.fold.layer.ConstantMatMul;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Folds two matrix products in a row into one.
 *
 * <p>Pattern {@code (x A + a) B + b}, each a Gemm or a MatMul, the inner one maybe with an Add: {@code x (A B) + (a B + b)}. Shapes: x
 * {@code [..,K]}, A {@code [K,M]}, B {@code [M,N]}; a {@code [M]}, b {@code [N]}.
 *
 * <p>Refused when the result overflows and when A B has more weights than A and B, as in every bottleneck. A value with another
 * reader ends the chain.
 */
public final class MatMulChain implements FoldRule {
    @Override
    public Pattern pattern() {
        return op("MatMul", "Gemm");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        int columns = root.is("Gemm")
                ? ConstantGemm.read(root, view).either(gemm -> gemm.weights().outputs(), reason -> 0)
                : ConstantMatMul.read(root, view)
                        .either(matMul -> matMul.weights().outputs(), reason -> 0);
        Optional<MatrixStep> last = columns == 0 ? Optional.empty() : MatrixStep.of(root, columns, view);
        if (last.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        MatrixPath alone = new MatrixPath(last.get().input(), List.of(last.get()), columns);
        return MatrixPath.before(alone, view).stream()
                .filter(path ->
                        path.steps().get(0).weights() > 0 && path.steps().size() > 1)
                .findFirst()
                .map(path -> new MergedMatMul(root, List.of(path), List.of(), List.of()).verdict(path::map, view))
                .orElseGet(RuleVerdict::noMatch);
    }
}
