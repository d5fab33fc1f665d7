package io.reparam.fold.absorb;

import io.reparam.fold.FoldRule;
import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.Affine;
import io.reparam.fold.layer.AffineSource;
import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.layer.ConstantGemm;
import io.reparam.fold.layer.ConstantMatMul;
import io.reparam.fold.layer.InputLayer;
import io.reparam.fold.layer.LayerChange;
import io.reparam.fold.layer.NodeChange;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Folds what scales and shifts channels into a layer after it, also across operators that let it pass.
 *
 * <p>Pattern {@code layer(f(a(x)))}, where {@code a(x)[c] = t[c] x[c] + s[c]} is a Mul, Div, Add, Sub or BatchNormalization. f is
 * a row of operators with {@code f(a(x)) = a(f(x))} (see {@link Commutation}, {@link ChannelShuffle}), maybe none, or a Concat of
 * which it scales one part. The layer has constants that can take t and s in (see {@link ConstantConv}, {@link ConstantGemm},
 * {@link ConstantMatMul}). Nothing moves unless it ends there. A factor also passes a constant summand right after it, {@code v x + s = v (x + s / v)}, which stays: before a Conv that pads.
 *
 * <p>Refused when a value on the way has another reader or is a graph output, and when a factor is not above 0 where f asks for
 * that. So too when x may have fewer channels than t (it would be broadcast), or its channels are not known; and as the layer says.
 */
public final class IntoLayerAfter implements FoldRule {
    private final AffineSource source;
    private final InputLayer.Kind kind;

    public IntoLayerAfter(AffineSource source, InputLayer.Kind kind) {
        this.source = source;
        this.kind = kind;
    }

    @Override
    public String name() {
        return source.name() + "IntoNext" + kind.name();
    }

    @Override
    public Pattern pattern() {
        return Pattern.op(kind.opType());
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        if (!kind.fits().test(root, view)) {
            return RuleVerdict.noMatch();
        }
        if (!(kind.reader().apply(root, view) instanceof Result.Found<? extends InputLayer> layer)) {
            return RuleVerdict.noMatch(); // a product of two values is not a layer
        }
        Optional<FactorSearch.Found> found = FactorSearch.before(layer.value(), source, view);
        if (found.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        return fold(found.get(), layer.value(), view)
                .either(
                        verdict -> verdict,
                        reason -> RuleVerdict.refused(found.get().source().label() + " stays: " + reason));
    }

    private Result<RuleVerdict> fold(FactorSearch.Found found, InputLayer layer, GraphView view) {
        if (!source.onlyScales() && found.path().commutes() == Commutes.POSITIVE_FACTORS) {
            return Result.found(RuleVerdict.noMatch()); // a norm before its activation: nobody expects a fold
        }
        return found.path()
                .layer()
                .then(open -> channels(found, view))
                .then(channels -> source.read(
                        found.source(), new ChannelAxis(found.path().axis(), view.rank(found.data()), channels), view))
                .then(affine -> found.path().commutes().lets(affine)
                        ? layer.precededBy(affine.mapped(found.path().from()))
                        : Result.problem(obstacle(found.path(), affine)))
                .then(change -> withSummand(found, change, view))
                .then(change -> verdict(found, layer, change));
    }

    /** How many channels the source has; 1 stands for any number of equal ones. */
    private Result<Integer> channels(FactorSearch.Found found, GraphView view) {
        Optional<ConstantOperand> operand = source.operand(found.source(), view);
        boolean single = operand.isPresent() && operand.get().size() == 1;
        if (single || (operand.isEmpty() && found.path().channels() > 0)) {
            return Result.found(Math.max(1, found.path().channels()));
        }
        String value = found.data();
        int axis = found.path().axis() == ChannelAxis.LAST
                ? view.rank(value).orElse(0) - 1
                : found.path().axis();
        OptionalLong known = axis < 0 ? OptionalLong.empty() : view.size(value, axis);
        if (known.isEmpty() || found.path().channels() == 0) {
            return Result.problem("the number of channels of '" + value + "' is not known");
        }
        return known.getAsLong() == found.path().channels()
                ? Result.found(found.path().channels())
                : Result.problem("'" + value + "' has " + known.getAsLong() + " channels, "
                        + found.source().label() + " and its reader have another number");
    }

    /** {@code s' = s / v} in the Add or Sub that the factor passes. */
    private Result<LayerChange> withSummand(FactorSearch.Found found, LayerChange change, GraphView view) {
        Optional<ConstantOperand> factor = source.operand(found.source(), view);
        if (found.summand().isEmpty() || factor.isEmpty()) {
            return Result.found(change);
        }
        ConstantOperand summand = found.summand().get();
        NdArray divided = summand.values().broadcast(factor.get().factors(), (s, v) -> s / v);
        if (divided.values().length > Math.max(summand.size(), factor.get().size())) {
            return Result.problem("the constant of " + summand.node().label() + " would grow");
        }
        List<NodeChange> changes = new ArrayList<>();
        changes.add(NodeChange.of(summand.node()).with(summand.index(), divided));
        changes.addAll(change.changes());
        return Result.found(new LayerChange(changes, change.summand()));
    }

    private static String obstacle(FactorPath path, Affine affine) {
        String between =
                String.join(", ", path.crossed().stream().map(Node::label).toList());
        return (affine.isScale() ? "only factors above 0 pass " : "no summand passes ") + between;
    }

    private static Result<RuleVerdict> verdict(FactorSearch.Found found, InputLayer layer, LayerChange change) {
        List<Node> nodes = new ArrayList<>(List.of(found.source()));
        nodes.addAll(found.path().crossed());
        nodes.add(layer.node());
        return change.storable()
                .map(storable -> RuleVerdict.applicable(nodes, edit -> {
                    storable.apply(edit);
                    bypass(edit, found);
                }));
    }

    /** The source's only reader, changed or not, reads what the source read. */
    private static void bypass(GraphEdit edit, FactorSearch.Found found) {
        String gone = found.source().output(0);
        Node reader = edit.graph().consumers(gone).get(0);
        List<String> inputs = new ArrayList<>(reader.inputs());
        inputs.set(inputs.indexOf(gone), found.data());
        edit.graph().replace(reader, reader.withInputs(inputs));
        edit.graph().remove(found.source());
    }
}
