package io.reparam.fold.absorb;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.layer.Affine;
import io.reparam.fold.layer.AffineSource;
import io.reparam.fold.layer.BatchNormSource;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.layer.ConstantGemm;
import io.reparam.fold.layer.ConstantMatMul;
import io.reparam.fold.layer.ConstantNorm;
import io.reparam.fold.layer.LayerChange;
import io.reparam.fold.layer.OutputLayer;
import io.reparam.fold.layer.ScaleSource;
import io.reparam.fold.layer.ShiftSource;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds what scales and shifts channels into the layer before it.
 *
 * <p>Pattern {@code a(layer(x))}, where {@code a(y)[c] = t[c] y[c] + s[c]} is a Mul, Div, Add, Sub or BatchNormalization (see
 * {@link ScaleSource}, {@link ShiftSource}, {@link BatchNormSource}) and the layer has constants that can take t and s in (see
 * {@link ConstantConv}, {@link ConstantGemm}, {@link ConstantMatMul}, {@link ConstantNorm}). Math in float64.
 *
 * <p>Refused when the layer's output, or a value inside of it, has another reader or is a graph output, when the layer's
 * constants are not constants of real numbers, when a does not act on channels alone, and when a result overflows.
 *
 * @see <a href="https://arxiv.org/abs/2304.06345">Stripe Observation Guided Inference Cost-free Attention Mechanism, eq. 8</a>
 */
public final class IntoLayerBefore implements FoldRule {
    private final AffineSource source;
    private final OutputLayer.Kind kind;

    public IntoLayerBefore(AffineSource source, OutputLayer.Kind kind) {
        this.source = source;
        this.kind = kind;
    }

    @Override
    public String name() {
        return source.name() + "Into" + kind.name();
    }

    @Override
    public Pattern pattern() {
        return Pattern.op(source.opTypes());
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        Optional<Node> last = source.data(node, view)
                .flatMap(view::producerOf)
                .filter(producer -> kind.fits().test(producer, view));
        if (last.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        return fold(node, last.get(), view)
                .either(verdict -> verdict, reason -> RuleVerdict.refused(node.label() + " stays: " + reason));
    }

    private Result<RuleVerdict> fold(Node node, Node last, GraphView view) {
        return kind.reader().apply(last, view).then(layer -> {
            List<Node> nodes = new ArrayList<>(layer.nodes());
            nodes.add(node);
            return view.chained(nodes)
                    .then(chained -> source.read(node, layer.outputs(), view))
                    .then(affine -> layer.followedBy(affine)
                            .then(LayerChange::storable)
                            .map(change -> verdict(node, nodes, affine, change)));
        });
    }

    private static RuleVerdict verdict(Node node, List<Node> nodes, Affine affine, LayerChange change) {
        return new RuleVerdict.Applicable(nodes, affine.isScale() ? affine.zeros() : List.of(), edit -> {
            edit.graph().remove(node);
            change.apply(edit, node.output(0));
        });
    }
}
