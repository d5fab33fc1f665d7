package io.reparam.fold.merge;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.BatchNorm;
import io.reparam.fold.layer.ChannelScale;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Axis;
import io.reparam.graph.ConvWeights;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Reads operators that are convolutions, by name or in disguise: Conv; BatchNormalization, Mul and Div by a number a channel
 * (depthwise, kernel 1); AveragePool (depthwise, {@code 1 / taps}); Pad with zeros (kernel 1, padded), also if a {@link BorderFill} is
 * written into it; Identity.
 *
 * @param view of the graph
 * @param axes number of spatial dimensions
 */
record LinearReader(GraphView view, int axes) {
    /**
     * Reads an operator inside of a branch.
     *
     * @param node computes the value in question
     * @param reader is to be the only one that reads it
     * @param channels of the value
     */
    LinearStep.Reading read(Node node, Node reader, int channels) {
        LinearStep.Reading reading = read(node, channels);
        return reading instanceof LinearStep.Linear linear
                ? view.otherReader(node.output(0), reader)
                        .<LinearStep.Reading>map(shared -> new LinearStep.Unreadable(node, linear.input(), shared))
                        .orElse(reading)
                : reading;
    }

    /** The same without regard to who reads the value. */
    LinearStep.Reading read(Node node, int channels) {
        if (!node.domain().isEmpty()) {
            return new LinearStep.Other();
        }
        return switch (node.opType()) {
            case "Conv" -> conv(node, channels);
            case "BatchNormalization" -> norm(node, channels);
            case "AveragePool" -> pool(node, channels);
            case "Pad" -> pad(node, channels);
            case "Mul" -> view.isConstant(node.input(0)) ? scaled(node, 1, channels) : scaled(node, 0, channels);
            case "Div" -> scaled(node, 0, channels);
            case "ScatterND", "Transpose" -> ring(node, channels);
            case "Identity" -> free(node, Stencil.identity(channels, axes), 0);
            default -> new LinearStep.Other();
        };
    }

    private LinearStep.Reading conv(Node node, int channels) {
        Optional<String> problem = ConstantConv.problem(node, view);
        if (problem.isPresent()) {
            return LinearStep.unreadable(node, problem.get());
        }
        ConstantConv conv = ConstantConv.of(node, view);
        int[] dims =
                IntStream.range(0, conv.weight().rank()).map(conv.weight()::dim).toArray();
        if (dims.length != axes + 2 || dims[0] != channels) {
            return LinearStep.unreadable(node, node.label() + " has weights of shape " + Arrays.toString(dims));
        }
        ConvWeights weights = new ConvWeights(dims, conv.weight().values());
        int[] kernel = weights.kernel();
        Optional<String> unaligned = Axis.problem(node, kernel);
        if (unaligned.isPresent()) {
            return LinearStep.unreadable(node, unaligned.get());
        }
        int groups = (int) node.attributes().getInt("group", 1);
        Stencil stencil = new Stencil(Axis.of(node, kernel), groups, dims[1] * groups, dims[0]);
        AffineConv map = new AffineConv(stencil, weights, conv.bias().values());
        return LinearStep.of(node, node.input(0), map, conv.weight().type()).alone();
    }

    private LinearStep.Reading norm(Node node, int channels) {
        Optional<String> problem = BatchNorm.problem(node, view);
        if (problem.isPresent()) {
            return LinearStep.unreadable(node, problem.get());
        }
        BatchNorm norm = BatchNorm.of(node, view);
        if (norm.channels() != channels) {
            return LinearStep.unreadable(node, node.label() + " has " + norm.channels() + " channels");
        }
        double[] t = norm.factors();
        double[] shift = IntStream.range(0, channels)
                .mapToDouble(c -> norm.beta().values()[c] - norm.mean().values()[c] * t[c])
                .toArray();
        AffineConv map = AffineConv.perChannel(t, shift, axes);
        return LinearStep.of(node, node.input(0), map, norm.gamma().type()).alone();
    }

    private LinearStep.Reading scaled(Node node, int varying, int channels) {
        Optional<NdArray> constant = view.constant(node.input(1 - varying));
        if (constant.isEmpty() || !constant.get().type().isReal()) {
            return new LinearStep.Other(); // a product of two branches, a gate
        }
        NdArray factor = constant.get();
        if (node.is("Div")) {
            factor = factor.with(Arrays.stream(factor.values()).map(v -> 1 / v).toArray());
        }
        ChannelScale scale = ChannelScale.of(factor, OptionalInt.of(axes + 2), channels);
        if (scale.problem() != null) {
            return new LinearStep.Unreadable(node, node.input(varying), node.label() + "'s factor " + scale.problem());
        }
        AffineConv map = AffineConv.perChannel(scale.values(), new double[channels], axes);
        return LinearStep.of(node, node.input(varying), map, factor.type()).alone();
    }

    private LinearStep.Reading pool(Node node, int channels) {
        MeanPool pool = MeanPool.of(node, axes);
        Stencil stencil = new Stencil(pool.axes(), channels, channels, channels);
        return pool.problem() == null
                ? free(node, stencil, stencil.weights())
                : LinearStep.unreadable(node, pool.problem());
    }

    private LinearStep.Reading pad(Node node, int channels) {
        ZeroPad pad = ZeroPad.of(node, axes, view);
        return pad.problem() == null
                ? free(node, new Stencil(pad.axes(), channels, channels, channels), 0)
                : LinearStep.unreadable(node, pad.problem());
    }

    /** Shift by -v, pad with zeros, shift by v: exact where the branch before adds v. */
    private LinearStep.Reading ring(Node node, int channels) {
        Optional<Node> pad = BorderFill.pad(node, view);
        if (pad.isEmpty()) {
            return new LinearStep.Other();
        }
        Node first = pad.get();
        return BorderFill.read(first, node, channels, axes, view)
                .either(
                        ring -> new LinearStep.Linear(ring.steps()),
                        problem -> new LinearStep.Unreadable(node, first.input(0), problem));
    }

    private static LinearStep.Reading free(Node node, Stencil stencil, double multiplyAdds) {
        double[] factor = new double[stencil.outC()];
        Arrays.fill(factor, 1.0 / stencil.offsets().size());
        AffineConv map = AffineConv.alike(stencil, factor, new double[stencil.outC()]);
        return LinearStep.free(node, node.input(0), map, multiplyAdds).alone();
    }
}
