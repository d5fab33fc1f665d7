package io.reparam.fold.rule;

import static io.reparam.fold.match.Pattern.op;

import io.reparam.fold.FoldRule;
import io.reparam.fold.Verdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.Capture;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Operand;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Folds a BatchNormalization that follows a convolution into its weights and bias.
 *
 * <p>Pattern {@code BN(Conv(x, W, b))}. With {@code t[c] = gamma[c] / sqrt(var[c] + eps)}: {@code W'[c,..] = t[c] W[c,..]},
 * {@code b'[c] = (b[c] - mean[c]) t[c] + beta[c]}; a missing b is 0. Shapes: W {@code [outC, inC/G, kernel..]}; gamma, beta,
 * mean, var {@code [outC]}. Any groups.
 *
 * <p>Refused when a weight or a parameter is no constant of float32 or float64, the Conv's output has another reader,
 * {@code training_mode} is 1, further outputs of the BN are read, or a result overflows. Math in float64.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__BatchNormalization.html">ONNX BatchNormalization</a>
 */
final class BatchNormIntoConv implements FoldRule {
    private static final Capture<Node> CONV = Capture.node("conv");

    @Override
    public Pattern pattern() {
        return op("BatchNormalization").input(0, Operand.from(op("Conv").as(CONV)));
    }

    @Override
    public Verdict check(Match match, GraphView view) {
        Node node = match.root();
        Optional<String> problem =
                BatchNorm.problem(node, view).or(() -> ConstantConv.problem(match.get(CONV), node, view));
        if (problem.isPresent()) {
            return Verdict.refused(node.label() + " stays: " + problem.get());
        }
        BatchNorm norm = BatchNorm.of(node, view);
        ConstantConv conv = ConstantConv.of(match.get(CONV), view);
        if (norm.channels() != conv.channels()) {
            return Verdict.refused(node.label() + " stays: it has " + norm.channels() + " channels, "
                    + conv.node().label() + " has " + conv.channels());
        }
        double[] t = norm.factors();
        double[] b = new double[t.length];
        for (int c = 0; c < t.length; c++) {
            b[c] = (conv.bias().values()[c] - norm.mean().values()[c]) * t[c]
                    + norm.beta().values()[c];
        }
        NdArray weight = conv.scaledWeight(t);
        NdArray bias = conv.bias().with(b);
        return Storable.problem(List.of(weight, bias))
                .map(overflow -> Verdict.refused(node.label() + " stays: the folded weight or bias " + overflow))
                .orElseGet(() ->
                        Verdict.applicable(List.of(conv.node(), node), edit -> conv.absorb(edit, node, weight, bias)));
    }
}
