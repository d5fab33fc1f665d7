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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds a constant factor for each channel into the BatchNormalization before it: an attention module that was trained on a
 * learnt constant.
 *
 * <p>Pattern {@code Mul(BN(x), v)} in either order: {@code gamma' = v gamma}, {@code beta' = v beta}; mean, variance and epsilon
 * stay. Shapes: v {@code [1,C,1,1]}, {@code [C,1,1]} or one element; gamma, beta {@code [C]}. Exact for every x, since
 * {@code v (gamma n + beta) = (v gamma) n + v beta}.
 *
 * <p>Refused when v does not act on channels alone or is beyond 1e4, when the BN's output has another reader, when its
 * parameters are no constants, or in training mode.
 *
 * @see <a href="https://arxiv.org/abs/2304.06345">Stripe Observation Guided Inference Cost-free Attention Mechanism, eq. 8</a>
 */
final class ChannelScaleIntoBatchNorm implements FoldRule {
    private static final Capture<Node> NORM = Capture.node("norm");
    private static final Capture<String> FACTOR = Capture.value("factor");

    @Override
    public Pattern pattern() {
        return op("Mul").inAnyOrder(Operand.from(op("BatchNormalization").as(NORM)), Operand.constant(FACTOR));
    }

    @Override
    public Verdict check(Match match, GraphView view) {
        Node mul = match.root();
        Node node = match.get(NORM);
        Optional<String> problem = BatchNorm.problem(node, view);
        if (problem.isPresent()) {
            return Verdict.refused(mul.label() + " stays: " + problem.get());
        }
        if (!view.readOnlyBy(mul, node.output(0))) {
            return Verdict.refused(mul.label() + " stays: the output of " + node.label()
                    + " is also read elsewhere or a graph output");
        }
        BatchNorm norm = BatchNorm.of(node, view);
        NdArray factor = view.constant(match.get(FACTOR)).orElseThrow();
        ChannelScale scale = ChannelScale.of(factor, view.rank(node.output(0)), norm.channels());
        if (scale.problem() != null) {
            return Verdict.refused(mul.label() + " stays: its factor " + scale.problem());
        }
        NdArray gamma = norm.gamma().with(scale.times(norm.gamma().values()));
        NdArray beta = norm.beta().with(scale.times(norm.beta().values()));
        Optional<String> overflow = Storable.problem(List.of(gamma, beta));
        if (overflow.isPresent()) {
            return Verdict.refused(mul.label() + " stays: the scaled gamma or beta " + overflow.get());
        }
        return new Verdict.Applicable(List.of(node, mul), scale.zeros(), edit -> {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.set(1, edit.store(node.input(1), gamma, node));
            inputs.set(2, edit.store(node.input(2), beta, node));
            edit.absorb(node, node.withInputs(inputs), mul);
        });
    }
}
