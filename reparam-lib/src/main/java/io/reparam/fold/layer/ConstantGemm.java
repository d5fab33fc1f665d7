package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.RealInputs;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A Gemm, {@code y = alpha A B + beta C}, whose B and C are known; A and B as transA and transB say.
 *
 * <p>After it, {@code y[n] -> t[n] y[n] + s[n]}: {@code B'[k,n] = t[n] B[k,n]}, {@code C' = t C}; where s is not 0, {@code C' =
 * t beta C + s} with beta 1. Before it, {@code A[k] -> t[k] A[k] + s[k]}: {@code B'[k,n] = t[k] B[k,n]} and {@code alpha sum
 * s[k] B[k,n]} is added like s. Shapes: B {@code [K,N]}; C {@code [N]}, {@code [1,N]}, {@code [M,N]} or one element; a missing C
 * is 0.
 *
 * <p>Refused when C is {@code [M,1]}: it would grow to {@code [M,N]}.
 *
 * @param node the Gemm
 * @param weights B
 * @param bias C; zeros where the node has none
 */
public record ConstantGemm(Node node, ChannelWeights weights, NdArray bias) implements OutputLayer, InputLayer {
    public static Result<ConstantGemm> read(Node node, GraphView view) {
        return RealInputs.weightAndBias(node, view)
                .then(inputs -> inputs.get(0).rank() == 2
                        ? of(node, inputs).checked()
                        : Result.problem(node.label() + " has weights that are not a matrix"));
    }

    private static ConstantGemm of(Node node, List<NdArray> inputs) {
        NdArray b = inputs.get(0);
        ChannelWeights weights = new ChannelWeights(b, 1, node.attributes().getInt("transB", 0) != 0);
        NdArray c = inputs.size() > 1
                ? inputs.get(1)
                : new NdArray(b.type(), new long[] {weights.outputs()}, new double[weights.outputs()]);
        if (c.count() != 1) {
            return new ConstantGemm(node, weights, c);
        }
        double[] spread = new double[weights.outputs()];
        Arrays.fill(spread, c.values()[0]);
        return new ConstantGemm(node, weights, new NdArray(c.type(), new long[] {spread.length}, spread));
    }

    private Result<ConstantGemm> checked() {
        if (bias.rank() == 0 || bias.dim(bias.rank() - 1) != weights.outputs()) {
            return Result.problem(node.label() + " has a C of shape " + Arrays.toString(bias.dims())
                    + ", which would grow with a number for each of " + weights.outputs() + " columns");
        }
        return Result.found(this);
    }

    @Override
    public List<Node> nodes() {
        return List.of(node);
    }

    @Override
    public ChannelAxis outputs() {
        return new ChannelAxis(1, OptionalInt.of(2), weights.outputs());
    }

    @Override
    public ChannelAxis inputs() {
        int axis = node.attributes().getInt("transA", 0) == 0 ? 1 : 0;
        return new ChannelAxis(axis, OptionalInt.of(2), weights.inputs());
    }

    @Override
    public Result<LayerChange> followedBy(Affine a) {
        NodeChange change = NodeChange.of(node);
        if (!a.isShift()) {
            change = change.with(1, weights.scaledOutputs(a.factors()));
        }
        return Result.found(LayerChange.of(withBias(change, a)));
    }

    @Override
    public Result<LayerChange> precededBy(Affine a) {
        NodeChange change = NodeChange.of(node);
        if (!a.isShift()) {
            change = change.with(1, weights.scaledInputs(a.factors()));
        }
        double alpha = node.attributes().getFloat("alpha", 1);
        double[] shift =
                Arrays.stream(weights.applied(a.shifts())).map(s -> alpha * s).toArray();
        return Result.found(LayerChange.of(a.isScale() ? change : withBias(change, Affine.shift(1, shift))));
    }

    /** {@code C' = t C} where that is all, else {@code C' = t beta C + s}. */
    private NodeChange withBias(NodeChange change, Affine a) {
        if (a.isScale()) {
            return node.hasInput(2) ? change.with(2, bias.with(rows(a, 1))) : change;
        }
        Attributes attributes = node.attributes().without("beta");
        double beta = node.attributes().getFloat("beta", 1);
        return change.with(attributes).with(2, bias.with(rows(a, beta)));
    }

    private double[] rows(Affine a, double beta) {
        double[] values = bias.values().clone();
        int columns = weights.outputs();
        for (int i = 0; i < values.length; i++) {
            int n = i % columns;
            values[i] = a.factors()[n] * (beta == 0 ? 0 : beta * values[i]) + a.shifts()[n];
        }
        return values;
    }
}
