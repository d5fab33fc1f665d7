package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.RealInputs;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.OptionalInt;

/**
 * A Conv or ConvTranspose whose weights are known.
 *
 * <p>After it, {@code y[o] -> t[o] y[o] + s[o]}: {@code W'[o,..] = t[o] W[o,..]}, {@code b' = t b + s}, with any groups, strides,
 * dilations and padding, for it acts on outputs only. Before it, {@code x[i] -> t[i] x[i] + s[i]}: {@code W'[:,i] = t[i] W[:,i]},
 * {@code b'[o] = b[o] + sum W[o,i,..] s[i]}; i counts through the groups. A missing b is 0, and stays missing where it can.
 *
 * <p>Refused before it when s is not 0 and the Conv pads: the padding is 0 and not s, so the border would differ. Likewise
 * before a ConvTranspose: at the border fewer of its weights meet.
 *
 * @param node the Conv or ConvTranspose
 * @param weight {@code [outC, inC/G, kernel..]}; of a ConvTranspose {@code [inC, outC/G, kernel..]}
 * @param bias {@code [outC]}; zeros where the node has none
 */
public record ConstantConv(Node node, NdArray weight, NdArray bias) implements OutputLayer, InputLayer {

    public static Result<ConstantConv> read(Node node, GraphView view) {
        return RealInputs.weightAndBias(node, view).then(inputs -> of(node, inputs));
    }

    private static Result<ConstantConv> of(Node node, List<NdArray> inputs) {
        NdArray weight = inputs.get(0);
        long groups = node.attributes().getInt("group", 1);
        if (weight.rank() < 3 || weight.count() == 0 || groups < 1 || weight.dim(0) % groups != 0) {
            return Result.problem(node.label() + " has weights that do not share out to its " + groups + " groups");
        }
        int channels = channelWeights(node, weight).outputs();
        NdArray bias = inputs.size() > 1
                ? inputs.get(1)
                : new NdArray(weight.type(), new long[] {channels}, new double[channels]);
        return bias.count() == channels
                ? Result.found(new ConstantConv(node, weight, bias))
                : Result.problem(node.label() + " has not one bias for each of its " + channels + " channels");
    }

    public int channels() {
        return channelWeights().outputs();
    }

    @Override
    public List<Node> nodes() {
        return List.of(node);
    }

    @Override
    public ChannelAxis outputs() {
        return new ChannelAxis(1, OptionalInt.of(weight.rank()), channels());
    }

    @Override
    public ChannelAxis inputs() {
        return new ChannelAxis(
                1, OptionalInt.of(weight.rank()), channelWeights().inputs());
    }

    @Override
    public Result<LayerChange> followedBy(Affine a) {
        NodeChange change = NodeChange.of(node);
        if (!a.isShift()) {
            change = change.with(1, channelWeights().scaledOutputs(a.factors()));
        }
        if (node.hasInput(2) || !a.isScale()) {
            change = change.with(2, bias.with(a.applied(bias.values())));
        }
        return Result.found(LayerChange.of(change));
    }

    @Override
    public Result<LayerChange> precededBy(Affine a) {
        NodeChange change = NodeChange.of(node);
        if (!a.isShift()) {
            change = change.with(1, channelWeights().scaledInputs(a.factors()));
        }
        if (!a.isScale()) {
            double[] shift = channelWeights().applied(a.shifts());
            NodeChange shifted = change.with(2, bias.with(Affine.shift(1, shift).applied(bias.values())));
            return Padding.none(node, weight).map(unpadded -> LayerChange.of(shifted));
        }
        return Result.found(LayerChange.of(change));
    }

    private ChannelWeights channelWeights() {
        return channelWeights(node, weight);
    }

    private static ChannelWeights channelWeights(Node node, NdArray weight) {
        return new ChannelWeights(weight, (int) node.attributes().getInt("group", 1), node.is("Conv"));
    }
}
