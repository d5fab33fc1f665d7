package io.reparam.fold.merge;

import static io.reparam.fold.match.Pattern.op;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.match.Capture;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Operand;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.Optional;

/**
 * Folds two convolutions with nothing between them into one, and zeros around an image into the convolution that reads it.
 *
 * <p>Pattern {@code Conv(Conv(x, F, f), D, d)}: {@code K[o,i,k s + l] = sum_t D[o,t,k] F[t,i,l]}, {@code b = sum D f + d}, s the
 * first one's stride; strides multiply. It covers 1x1 before KxK, KxK before 1x1, and any other pair. Groups: in as many as divide
 * both. {@code Conv(Pad(x), D, d)}: Pad is a 1x1 convolution with weight 1 and the pads, so only the pads add up.
 *
 * <p>Refused when the second one pads, and the first one has a bias or a kernel larger than 1 along that axis: zeros of the second
 * one's padding are not what the first one computes there. Refused when the first one's output has another reader; when weights are
 * not constants; and when one convolution costs more multiplications or weights than two, as in every bottleneck.
 *
 * @see <a href="https://arxiv.org/abs/2103.13425">Diverse Branch Block, transform III</a>
 */
public final class ConvChain implements FoldRule {
    private static final Capture<Node> FIRST = Capture.node("first");

    @Override
    public Pattern pattern() {
        return op("Conv").input(0, Operand.from(op("Conv", "Pad").as(FIRST)));
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        if (!(ConstantConv.read(root, view) instanceof Result.Found<ConstantConv> conv)) {
            return RuleVerdict.noMatch(); // a rule about this Conv alone says so
        }
        LinearReader reader = new LinearReader(view, conv.value().weight().rank() - 2);
        if (!(reader.conv(root, conv.value().channels()).steps() instanceof Result.Found<List<LinearStep>> second)) {
            return RuleVerdict.noMatch();
        }
        LinearPath alone = LinearPath.of(second.value().get(0));
        Optional<LinearOperator> first = reader.read(match.get(FIRST), root, alone.channels());
        if (first.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        LinearPath path = alone.after(first.get());
        return path.stencil(reader.axes())
                .either(
                        stencil -> new MergedConv(root, List.of(path), List.of(), List.of(), path.cost())
                                .verdict(stencil, () -> path.map(reader.axes()), view),
                        problem -> RuleVerdict.refused(root.label() + " stays: " + problem));
    }
}
