package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.RealInputs;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A normalization that ends in {@code y[c] = gamma[c] n[c] + beta[c]}: BatchNormalization, InstanceNormalization,
 * LayerNormalization over the last axis, GroupNormalization.
 *
 * <p>After it, {@code y[c] -> t[c] y[c] + s[c]}: {@code gamma' = t gamma}, {@code beta' = t beta + s}. Exact, for n is computed
 * from x alone; never before it. Shapes: gamma, beta {@code [C]}; a missing beta of a LayerNormalization is 0. A GroupNormalization
 * of opset 18 to 20 has gamma and beta {@code [G]}, one a group: t and s must be alike within each.
 *
 * <p>Refused when gamma or beta is not a constant, further outputs are read, a LayerNormalization normalizes more than the last
 * axis, t or s differ within a group that has one gamma, or a BatchNormalization is in training mode.
 *
 * @param node the normalization
 * @param gamma {@code [C]}
 * @param beta {@code [C]}
 * @param outputs where its channels lie
 */
public record ConstantNorm(Node node, NdArray gamma, NdArray beta, ChannelAxis outputs) implements OutputLayer {
    public static Result<ConstantNorm> read(Node node, GraphView view) {
        return node.is("BatchNormalization")
                ? BatchNorm.read(node, view).map(norm -> of(node, view))
                : RealInputs.weightAndBias(node, view).then(inputs -> checked(node, inputs.get(0), view));
    }

    private static Result<ConstantNorm> checked(Node node, NdArray scale, GraphView view) {
        if (view.readsOutputsFrom(node, 1)) {
            return Result.problem(node.label() + " has further outputs that are read");
        }
        if (isGrouped(node, view) && view.size(node.input(0), 1).isEmpty()) {
            return Result.problem(node.label() + " has one scale a group, and the number of its channels is not known");
        }
        if (node.is("LayerNormalization") && !overLastAxis(node, view)) {
            return Result.problem(node.label() + " is not known to normalize the last axis alone");
        }
        return scale.rank() == 1
                ? Result.found(of(node, view))
                : Result.problem(node.label() + " has a scale of " + scale.rank() + " dimensions, not 1");
    }

    /** Whether it has one gamma a group, as before opset 21. */
    private static boolean isGrouped(Node node, GraphView view) {
        return node.is("GroupNormalization") && view.graph().opset() < 21;
    }

    private static boolean overLastAxis(Node node, GraphView view) {
        long axis = node.attributes().getInt("axis", -1);
        OptionalInt rank = view.rank(node.input(0));
        return axis == -1 || (rank.isPresent() && axis == rank.getAsInt() - 1);
    }

    private static ConstantNorm of(Node node, GraphView view) {
        NdArray gamma = view.constant(node.input(1)).orElseThrow();
        NdArray beta = view.constant(node.input(2)).orElseGet(() -> gamma.with(new double[gamma.values().length]));
        int axis = node.is("LayerNormalization") ? ChannelAxis.LAST : 1;
        int channels = isGrouped(node, view) ? (int) view.size(node.input(0), 1).orElseThrow() : gamma.values().length;
        return new ConstantNorm(node, gamma, beta, new ChannelAxis(axis, view.rank(node.input(0)), channels));
    }

    @Override
    public List<Node> nodes() {
        return List.of(node);
    }

    @Override
    public Result<LayerChange> followedBy(Affine channelwise) {
        if (beta.values().length != gamma.values().length) {
            return Result.problem(node.label() + " has parameters of different lengths");
        }
        Optional<Affine> own = channelwise.collapsed(gamma.values().length);
        if (own.isEmpty()) {
            return Result.problem(node.label() + " has one scale a group, and the factors differ within a group; "
                    + "from opset 21 on it has one a channel");
        }
        Affine a = own.get();
        NodeChange change = NodeChange.of(node);
        if (!a.isShift()) {
            change = change.with(1, gamma.with(Affine.scale(a.factors()).applied(gamma.values())));
        }
        if (node.hasInput(2) || !a.isScale()) {
            change = change.with(2, beta.with(a.applied(beta.values())));
        }
        return Result.found(LayerChange.of(change));
    }
}
