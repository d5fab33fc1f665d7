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
import java.util.OptionalInt;

/**
 * Folds a constant factor for each channel into the convolution before it.
 *
 * <p>Pattern {@code Mul(Conv(x, W, b), v)} in either order: {@code W'[o,..] = v[o] W[o,..]}, {@code b' = v b}. Shapes: W
 * {@code [outC, inC/G, kernel..]}; v {@code [1,outC,1,1]}, {@code [outC,1,1]} or one element. Any groups, strides and padding,
 * for the factor acts on outputs only.
 *
 * <p>Refused when v does not act on channels alone or is beyond 1e4, when the Conv's output has another reader, or when its
 * weights are no constants of float32 or float64.
 */
final class ChannelScaleIntoConv implements FoldRule {
    private static final Capture<Node> CONV = Capture.node("conv");
    private static final Capture<String> FACTOR = Capture.value("factor");

    @Override
    public Pattern pattern() {
        return op("Mul").inAnyOrder(Operand.from(op("Conv").as(CONV)), Operand.constant(FACTOR));
    }

    @Override
    public Verdict check(Match match, GraphView view) {
        Node mul = match.root();
        Optional<String> problem = ConstantConv.problem(match.get(CONV), mul, view);
        if (problem.isPresent()) {
            return Verdict.refused(mul.label() + " stays: " + problem.get());
        }
        ConstantConv conv = ConstantConv.of(match.get(CONV), view);
        NdArray factor = view.constant(match.get(FACTOR)).orElseThrow();
        OptionalInt rank = OptionalInt.of(conv.weight().rank());
        ChannelScale scale = ChannelScale.of(factor, rank, conv.channels());
        if (scale.problem() != null) {
            return Verdict.refused(mul.label() + " stays: its factor " + scale.problem());
        }
        NdArray weight = conv.scaledWeight(scale.values());
        NdArray bias = conv.bias().with(scale.times(conv.bias().values()));
        Optional<String> overflow = Storable.problem(List.of(weight, bias));
        if (overflow.isPresent()) {
            return Verdict.refused(mul.label() + " stays: the scaled weight or bias " + overflow.get());
        }
        return new Verdict.Applicable(List.of(conv.node(), mul), scale.zeros(), edit -> {
            if (conv.node().hasInput(2)) {
                conv.absorb(edit, mul, weight, bias);
            } else {
                conv.absorb(edit, mul, weight);
            }
        });
    }
}
