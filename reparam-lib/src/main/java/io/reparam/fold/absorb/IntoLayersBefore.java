package io.reparam.fold.absorb;

import io.reparam.fold.FoldRule;
import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.layer.Affine;
import io.reparam.fold.layer.AffineSource;
import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.layer.LayerChange;
import io.reparam.fold.layer.OutputLayer;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Folds what scales and shifts channels into layers before it that are not next to it.
 *
 * <p>Pattern {@code a(f(layer(x), layer(z), ..))}, where {@code a(y)[c] = t[c] y[c] + s[c]} is a Mul, Div, Add, Sub or
 * BatchNormalization, and f is made of operators that a may cross (see {@link Absorption}): activations that keep a factor above 0,
 * poolings, Concat (shared out), residual sums (both addends take the factor, one takes the summand), channel shuffles. Every way
 * back must end in a layer that takes its part in, or nothing is done. Math in float64.
 *
 * <p>Refused when a value on the way has another reader or is a graph output, or a way ends elsewhere. Refused when a factor is not above 0
 * where it would cross a Relu or a maximum, when numbers of channels or dimensions are not known, and when a result overflows.
 */
public final class IntoLayersBefore implements FoldRule {
    private final AffineSource source;
    private final List<OutputLayer.Kind> layers;

    public IntoLayersBefore(AffineSource source, List<OutputLayer.Kind> layers) {
        this.source = source;
        this.layers = List.copyOf(layers);
    }

    @Override
    public String name() {
        return source.name() + "IntoLayersBefore";
    }

    @Override
    public Pattern pattern() {
        return Pattern.op(source.opTypes());
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        Optional<String> data = source.data(root, view);
        Optional<Node> before = data.flatMap(value -> view.graph().producer(value));
        boolean crosses = before.filter(node -> Commutations.has(node, view)).isPresent();
        if (data.isEmpty() || !(crosses || source.isNorm()) || before.stream().anyMatch(node -> isLayer(node, view))) {
            return RuleVerdict.noMatch(); // a rule for that layer alone says why
        }
        boolean notable = source.isNorm() || (source.onlyScales() && isNotable(before.orElseThrow()));
        return fold(root, data.get(), view)
                .either(
                        verdict -> verdict,
                        reason -> notable
                                ? RuleVerdict.refused(root.label() + " stays: " + reason)
                                : RuleVerdict.noMatch());
    }

    /** Where somebody looks for a fold; what crosses the others is not expected to end in a layer. */
    private static boolean isNotable(Node crossed) {
        return Operators.isAny(crossed, Trait.ADDS, Trait.ACTIVATION, Trait.POOLS, Trait.POOLS_ALL, Trait.MOVES);
    }

    private boolean isLayer(Node node, GraphView view) {
        return layers.stream().anyMatch(kind -> kind.fits().test(node, view));
    }

    private Result<RuleVerdict> fold(Node root, String data, GraphView view) {
        OptionalInt rank = view.rank(data);
        if (rank.isEmpty() || rank.getAsInt() < 2) {
            return everywhere(root, data, rank, view)
                    .either(
                            Result::found,
                            reason -> Result.problem("the number of dimensions of '" + data + "' is not known"));
        }
        Result<RuleVerdict> images = fold(root, data, 1, rank, view);
        if (images instanceof Result.Found) {
            return images;
        }
        // images have their channels second, rows of tokens have them last
        Result<RuleVerdict> tokens = rank.getAsInt() == 2 ? images : fold(root, data, rank.getAsInt() - 1, rank, view);
        if (tokens instanceof Result.Found) {
            return tokens;
        }
        return everywhere(root, data, rank, view).either(Result::found, reason -> images);
    }

    /** With one factor and one summand for all elements. */
    private Result<RuleVerdict> everywhere(Node root, String data, OptionalInt rank, GraphView view) {
        return source.isNorm()
                ? Result.problem("it has one factor a channel")
                : source.read(root, new ChannelAxis(ChannelAxis.LAST, rank, 1), view)
                        .then(one -> fold(root, data, Absorption.EVERY, one, view));
    }

    private Result<RuleVerdict> fold(Node root, String data, int axis, OptionalInt rank, GraphView view) {
        OptionalLong channels = view.size(data, axis);
        if (channels.isEmpty()) {
            return Result.problem("the number of channels of '" + data + "' is not known");
        }
        return source.read(root, new ChannelAxis(axis, rank, (int) channels.getAsLong()), view)
                .then(affine -> fold(root, data, axis, affine, view));
    }

    private Result<RuleVerdict> fold(Node root, String data, int axis, Affine affine, GraphView view) {
        return new Absorption(layers, view)
                .into(data, root, axis, affine)
                .then(parts -> parts.changes().then(changes -> {
                    // a norm may become an Add; a summand that moved would only stand elsewhere
                    long additions = changes.stream()
                            .filter(change -> change.summand().isPresent())
                            .count();
                    return additions > (source.isNorm() ? 1 : 0)
                            ? Result.problem("a MatMul has no place for what it adds")
                            : verdict(root, data, affine, parts.nodes(), changes);
                }));
    }

    private static Result<RuleVerdict> verdict(
            Node root, String data, Affine a, List<Node> crossed, List<LayerChange> unchecked) {
        List<Node> nodes = new ArrayList<>(crossed);
        nodes.add(root);
        return Result.all(unchecked.stream().map(LayerChange::storable))
                .map(changes -> new RuleVerdict.Applicable(nodes, a.isScale() ? a.zeros() : List.of(), edit -> {
                    edit.graph().remove(root);
                    changes.forEach(change -> change.apply(edit));
                    rename(edit, data, root.output(0));
                }));
    }

    /** The value before the root takes the root's name. */
    private static void rename(GraphEdit edit, String from, String to) {
        Node producer = edit.graph().producer(from).orElseThrow();
        List<String> outputs = new ArrayList<>(producer.outputs());
        outputs.replaceAll(name -> name.equals(from) ? to : name);
        edit.graph().replace(producer, producer.withOutputs(outputs));
    }
}
