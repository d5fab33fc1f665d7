package io.reparam.fold.merge;

import io.reparam.fold.layer.ChannelWeights;
import io.reparam.graph.ConvWeights;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a row of convolutions makes of an image that is 0 everywhere: one number a channel, away from the border.
 *
 * @param values {@code [C]}
 * @param sizes {@code [C]}: the same with all weights, biases and sums taken without sign, which bounds their rounding
 */
record ConstantResponse(double[] values, double[] sizes) {
    /** An exporter computes the number in its ring in float32: a few steps of 6e-8 of what is added up. */
    private static final double ROUNDING = 2e-6;

    static ConstantResponse none(int channels) {
        return new ConstantResponse(new double[channels], new double[channels]);
    }

    /** After one more convolution. */
    ConstantResponse after(AffineConv next) {
        ConvWeights weights = next.weights();
        int groups = next.stencil().groups();
        ConvWeights unsigned = new ConvWeights(
                weights.dims(), Arrays.stream(weights.values()).map(Math::abs).toArray());
        return new ConstantResponse(
                sum(ChannelWeights.of(weights, groups).applied(values), next.bias()),
                sum(
                        ChannelWeights.of(unsigned, groups).applied(sizes),
                        Arrays.stream(next.bias()).map(Math::abs).toArray()));
    }

    /** Whether it is not 0, rounding aside. */
    boolean shifts() {
        return largest(values) > ROUNDING * largest(sizes);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "they differ by up to %.3g, of numbers up to %.3g", largest(values), largest(sizes));
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).max().orElse(0);
    }

    private static double[] sum(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }
}
