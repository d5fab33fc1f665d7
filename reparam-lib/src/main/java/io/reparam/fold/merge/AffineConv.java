package io.reparam.fold.merge;

import io.reparam.fold.layer.ChannelWeights;
import io.reparam.graph.ConvWeights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A convolution with its numbers, in float64: whatever is affine, looks at each position alike and reads zeros outside the image
 * is one. Methods return new ones.
 *
 * @param stencil which inputs each output sees
 * @param weights {@code [outC, inC/G, kernel..]}
 * @param bias {@code [outC]}
 */
record AffineConv(Stencil stencil, ConvWeights weights, double[] bias) {

    /** {@code x}. */
    static AffineConv identity(int channels, int axes) {
        return perChannel(filled(channels, 1), new double[channels], axes);
    }

    /** {@code factor[c] x[c] + shift[c]}, a depthwise convolution with kernel 1. */
    static AffineConv perChannel(double[] factor, double[] shift, int axes) {
        return alike(Stencil.identity(factor.length, axes), factor, shift);
    }

    /** A depthwise convolution whose taps all have the channel's factor. */
    static AffineConv alike(Stencil stencil, double[] factor, double[] shift) {
        int taps = stencil.offsets().size();
        double[] values = IntStream.range(0, factor.length * taps)
                .mapToDouble(i -> factor[i / taps])
                .toArray();
        ConvWeights flat = new ConvWeights(new int[] {factor.length, 1, taps}, values);
        return new AffineConv(
                stencil,
                flat.paddedTo(stencil.kernel(), IntStream.range(0, taps).toArray()),
                shift);
    }

    boolean shifts() {
        return IntStream.range(0, bias.length).anyMatch(c -> bias[c] != 0);
    }

    /** The same function, written with the taps and groups of a stencil that has them all. */
    AffineConv in(Stencil target) {
        int[] at = stencil.offsets().stream().mapToInt(target::tap).toArray();
        ConvWeights embedded =
                weights.regrouped(stencil.groups(), target.groups()).paddedTo(target.kernel(), at);
        return new AffineConv(target, embedded, bias);
    }

    /** The sum of the outputs; only where {@link Stencil#beside} finds no problem. */
    AffineConv plus(AffineConv other) {
        Stencil union = stencil.plus(other.stencil);
        double[] sum = IntStream.range(0, bias.length)
                .mapToDouble(c -> bias[c] + other.bias[c])
                .toArray();
        return new AffineConv(union, in(union).weights.plus(other.in(union).weights), sum);
    }

    AffineConv times(double factor) {
        double[] scaled = IntStream.range(0, bias.length)
                .mapToDouble(c -> factor * bias[c])
                .toArray();
        return new AffineConv(stencil, weights.scaledPerOutput(filled(bias.length, factor)), scaled);
    }

    /** {@code next(this(x))}; only where {@link Stencil#followedBy} finds no problem. */
    AffineConv then(AffineConv next) {
        Stencil composed = stencil.then(next.stencil);
        int groups = composed.groups();
        ConvWeights first = weights.regrouped(stencil.groups(), groups);
        ConvWeights second = next.weights.regrouped(next.stencil.groups(), groups);
        List<int[]> inner = stencil.offsets();
        int[][] at = next.stencil.offsets().stream()
                .map(outer -> inner.stream()
                        .mapToInt(offset -> composed.tap(seenThrough(outer, offset)))
                        .toArray())
                .toArray(int[][]::new);
        double[] shift = ChannelWeights.of(second, groups).applied(bias);
        double[] sum = IntStream.range(0, shift.length)
                .mapToDouble(c -> shift[c] + next.bias[c])
                .toArray();
        return new AffineConv(composed, first.then(second, groups, composed.kernel(), at), sum);
    }

    private int[] seenThrough(int[] outer, int[] inner) {
        return IntStream.range(0, inner.length)
                .map(i -> stencil.axes().get(i).stride() * outer[i] + inner[i])
                .toArray();
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
