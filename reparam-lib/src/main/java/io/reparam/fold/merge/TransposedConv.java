package io.reparam.fold.merge;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Attributes;
import io.reparam.graph.ConvWeights;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * A ConvTranspose with its numbers, in float64.
 *
 * @param axes the spatial ones; {@code before - k dilation} is how far before {@code stride i} tap k of input i writes, and {@code after}
 *     is less by the node's output_padding, so below 0 where that is larger than its padding
 * @param groups G
 * @param weights {@code [inC, outC/G, kernel..]}
 * @param added {@code [outC]}
 * @param type of the weights
 */
record TransposedConv(List<Axis> axes, int groups, ConvWeights weights, double[] added, ElementType type) {

    static Result<TransposedConv> read(Node node, GraphView view) {
        return ConstantConv.read(node, view).then(conv -> {
            int[] dims = IntStream.range(0, conv.weight().rank())
                    .map(conv.weight()::dim)
                    .toArray();
            return axes(node, Arrays.copyOfRange(dims, 2, dims.length))
                    .then(axes -> Result.found(new TransposedConv(
                            withOutputPadding(axes, node),
                            (int) node.attributes().getInt("group", 1),
                            new ConvWeights(dims, conv.weight().values()),
                            conv.bias().values(),
                            conv.weight().type())));
        });
    }

    private static Result<List<Axis>> axes(Node node, int[] kernel) {
        if (!node.attributes().getText("auto_pad", "NOTSET").equals("NOTSET")) {
            return Result.problem(node.label() + " has auto_pad; export explicit pads");
        }
        return node.attributes().has("output_shape")
                ? Result.problem(node.label() + " has an output_shape, so that its padding depends on the image's size")
                : Axis.read(node, kernel);
    }

    private static List<Axis> withOutputPadding(List<Axis> axes, Node node) {
        List<Long> more = node.attributes().getInts("output_padding").orElse(List.of());
        return IntStream.range(0, axes.size())
                .mapToObj(i -> {
                    Axis axis = axes.get(i);
                    int extra = more.isEmpty() ? 0 : more.get(i).intValue();
                    return new Axis(axis.taps(), axis.stride(), axis.dilation(), axis.before(), axis.after() - extra);
                })
                .toList();
    }

    TransposedConv times(int sign) {
        return new TransposedConv(
                axes,
                groups,
                new ConvWeights(weights.dims(), signed(weights.values(), sign)),
                signed(added, sign),
                type);
    }

    /** @param node of the other one, for the message */
    Result<TransposedConv> plus(TransposedConv other, Node node) {
        if (groups != other.groups
                || axes.size() != other.axes.size()
                || weights.outC() != other.weights.outC()
                || weights.inPerGroup() != other.weights.inPerGroup()) {
            return Result.problem(node.label() + " has other groups or channels than the others");
        }
        for (int i = 0; i < axes.size(); i++) {
            Axis one = axes.get(i);
            Axis two = other.axes.get(i);
            if (one.stride() != two.stride() || one.slack() != two.slack()) {
                return Result.problem(
                        node.label() + " has another stride or output size than the others on axis " + (i + 2));
            }
        }
        Stencil union = stencil().plus(other.stencil());
        double[] sum = IntStream.range(0, added.length)
                .mapToDouble(i -> added[i] + other.added[i])
                .toArray();
        return Result.found(new TransposedConv(union.axes(), groups, in(union).plus(other.in(union)), sum, type));
    }

    private Stencil stencil() {
        int outC = weights.inPerGroup() * groups;
        return new Stencil(axes, groups, weights.outC(), outC);
    }

    private ConvWeights in(Stencil union) {
        int[] at = stencil().offsets().stream().mapToInt(union::tap).toArray();
        return weights.paddedTo(union.kernel(), at);
    }

    /** Numbers in the weights. */
    long size() {
        return weights.values().length;
    }

    NdArray weight() {
        return new NdArray(type, IntStream.of(weights.dims()).asLongStream().toArray(), weights.values());
    }

    NdArray bias() {
        return new NdArray(type, new long[] {added.length}, added);
    }

    boolean shifts() {
        return Arrays.stream(added).anyMatch(b -> b != 0);
    }

    Attributes onto(Attributes attributes) {
        List<Long> pads = new ArrayList<>();
        axes.forEach(axis -> pads.add((long) axis.before()));
        axes.forEach(axis -> pads.add((long) Math.max(0, axis.after())));
        return attributes
                .withInts("kernel_shape", each(Axis::taps))
                .withInts("pads", pads.stream().mapToLong(p -> p).toArray())
                .withInts("strides", each(Axis::stride))
                .withInts("dilations", each(Axis::dilation))
                .withInts("output_padding", each(axis -> Math.max(0, -axis.after())));
    }

    private long[] each(ToLongFunction<Axis> property) {
        return axes.stream().mapToLong(property).toArray();
    }

    private static double[] signed(double[] values, int sign) {
        return Arrays.stream(values).map(v -> sign * v).toArray();
    }
}
