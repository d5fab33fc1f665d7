package io.reparam.fold.merge;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.BatchNorm;
import io.reparam.fold.layer.ChannelScale;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.ConvWeights;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.Arrays;
import java.util.List;
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
     * Reads an operator inside of a branch; empty if it cannot be a convolution.
     *
     * @param node computes the value in question
     * @param reader is to be the only one that reads it
     * @param channels of the value
     */
    Optional<LinearOperator> read(Node node, Node reader, int channels) {
        return read(node, channels)
                .map(operator -> new LinearOperator(
                        node,
                        operator.input(),
                        operator.steps()
                                .then(steps ->
                                        view.onlyReader(node.output(0), reader).map(only -> steps))));
    }

    /** The same without regard to who reads the value. */
    private Optional<LinearOperator> read(Node node, int channels) {
        if (!node.domain().isEmpty()) {
            return Optional.empty();
        }
        return switch (node.opType()) {
            case "Conv" -> Optional.of(conv(node, channels));
            case "BatchNormalization" -> Optional.of(norm(node, channels));
            case "AveragePool" -> Optional.of(pool(node, channels));
            case "Pad" -> Optional.of(pad(node, channels));
            case "Mul" -> view.isConstant(node.input(0)) ? scaled(node, 1, channels) : scaled(node, 0, channels);
            case "Div" -> scaled(node, 0, channels);
            case "ScatterND", "Transpose" -> borderFill(node, channels);
            case "Identity" -> Optional.of(free(node, Stencil.identity(channels, axes), 0));
            default -> Optional.empty();
        };
    }

    /** A Conv by itself, whoever reads it. */
    LinearOperator conv(Node node, int channels) {
        return new LinearOperator(
                node, node.input(0), ConstantConv.read(node, view).then(conv -> conv(conv, channels)));
    }

    private Result<List<LinearStep>> conv(ConstantConv conv, int channels) {
        Node node = conv.node();
        int[] dims =
                IntStream.range(0, conv.weight().rank()).map(conv.weight()::dim).toArray();
        if (dims.length != axes + 2 || dims[0] != channels) {
            return Result.problem(node.label() + " has weights of shape " + Arrays.toString(dims));
        }
        ConvWeights weights = new ConvWeights(dims, conv.weight().values());
        int groups = (int) node.attributes().getInt("group", 1);
        return Axis.read(node, weights.kernel()).then(moves -> {
            Stencil stencil = new Stencil(moves, groups, dims[1] * groups, dims[0]);
            AffineConv map = new AffineConv(stencil, weights, conv.bias().values());
            return Result.found(List.of(
                    LinearStep.of(node, node.input(0), map, conv.weight().type())));
        });
    }

    private LinearOperator norm(Node node, int channels) {
        return new LinearOperator(
                node, node.input(0), BatchNorm.read(node, view).then(norm -> norm(node, norm, channels)));
    }

    private Result<List<LinearStep>> norm(Node node, BatchNorm norm, int channels) {
        if (norm.channels() != channels) {
            return Result.problem(node.label() + " has " + norm.channels() + " channels");
        }
        double[] t = norm.factors();
        double[] shift = IntStream.range(0, channels)
                .mapToDouble(c -> norm.beta().values()[c] - norm.mean().values()[c] * t[c])
                .toArray();
        AffineConv map = AffineConv.perChannel(t, shift, axes);
        return Result.found(
                List.of(LinearStep.of(node, node.input(0), map, norm.gamma().type())));
    }

    private Optional<LinearOperator> scaled(Node node, int varying, int channels) {
        Optional<NdArray> constant = view.constant(node.input(1 - varying));
        if (constant.isEmpty() || !constant.get().type().isReal()) {
            return Optional.empty(); // a product of two branches, a gate
        }
        String input = node.input(varying);
        NdArray given = constant.get();
        NdArray factor = node.is("Div")
                ? given.with(Arrays.stream(given.values()).map(v -> 1 / v).toArray())
                : given;
        return Optional.of(new LinearOperator(
                node,
                input,
                ChannelScale.read(factor, OptionalInt.of(axes + 2), channels)
                        .about(node.label() + "'s factor")
                        .then(scale -> {
                            AffineConv map = AffineConv.perChannel(scale, new double[channels], axes);
                            return Result.found(List.of(LinearStep.of(node, input, map, factor.type())));
                        })));
    }

    private LinearOperator pool(Node node, int channels) {
        return MeanPool.read(node, axes)
                .either(
                        moves -> {
                            Stencil stencil = new Stencil(moves, channels, channels, channels);
                            return free(node, stencil, stencil.weights());
                        },
                        problem -> LinearOperator.problem(node, problem));
    }

    private LinearOperator pad(Node node, int channels) {
        return ConstantPad.zeros(node, axes, view)
                .either(
                        padded -> free(node, new Stencil(padded, channels, channels, channels), 0),
                        problem -> LinearOperator.problem(node, problem));
    }

    /** Shift by -v, pad with zeros, shift by v: exact where the branch before adds v. */
    private Optional<LinearOperator> borderFill(Node node, int channels) {
        return BorderFill.pad(node, view)
                .map(pad -> new LinearOperator(
                        node,
                        pad.input(0),
                        BorderFill.read(pad, node, channels, axes, view).then(border -> Result.found(border.steps()))));
    }

    private static LinearOperator free(Node node, Stencil stencil, double multiplyAdds) {
        double[] factor = new double[stencil.outC()];
        Arrays.fill(factor, 1.0 / stencil.offsets().size());
        AffineConv map = AffineConv.alike(stencil, factor, new double[stencil.outC()]);
        return LinearOperator.of(LinearStep.free(node, node.input(0), map, multiplyAdds));
    }
}
