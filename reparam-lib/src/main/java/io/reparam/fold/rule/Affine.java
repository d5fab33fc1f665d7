package io.reparam.fold.rule;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * {@code y[c] = factors[c] x[c] + shifts[c]}. The arrays are not changed after construction.
 *
 * @param factors {@code [C]}
 * @param shifts {@code [C]}
 */
record Affine(double[] factors, double[] shifts) {
    static Affine scale(double[] factors) {
        return new Affine(factors, new double[factors.length]);
    }

    /** The same factor for all channels. */
    static Affine shift(double factor, double[] shifts) {
        double[] factors = new double[shifts.length];
        Arrays.fill(factors, factor);
        return new Affine(factors, shifts);
    }

    boolean isScale() {
        return Arrays.stream(shifts).allMatch(s -> s == 0);
    }

    boolean isShift() {
        return Arrays.stream(factors).allMatch(f -> f == 1);
    }

    boolean isPositiveScale() {
        return isScale() && Arrays.stream(factors).allMatch(f -> f > 0);
    }

    /** Channels whose factor is 0. */
    List<Integer> zeros() {
        return IntStream.range(0, factors.length)
                .filter(c -> factors[c] == 0)
                .boxed()
                .toList();
    }

    double[] applied(double[] x) {
        return perChannel(c -> factors[c] * x[c] + shifts[c]);
    }

    /** Every channel so many times in a row, as a Flatten lays out its positions. */
    Affine repeated(int times) {
        int count = factors.length * times;
        return new Affine(
                IntStream.range(0, count).mapToDouble(i -> factors[i / times]).toArray(),
                IntStream.range(0, count).mapToDouble(i -> shifts[i / times]).toArray());
    }

    private double[] perChannel(IntToDoubleFunction function) {
        return IntStream.range(0, factors.length).mapToDouble(function).toArray();
    }
}
