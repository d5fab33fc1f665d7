package io.reparam.fold.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * {@code y[c] = factors[c] x[c] + shifts[c]}. The arrays are not changed after construction.
 *
 * @param factors {@code [C]}
 * @param shifts {@code [C]}
 */
public record Affine(double[] factors, double[] shifts) {
    public static Affine scale(double[] factors) {
        return new Affine(factors, new double[factors.length]);
    }

    /** The same factor for all channels. */
    public static Affine shift(double factor, double[] shifts) {
        double[] factors = new double[shifts.length];
        Arrays.fill(factors, factor);
        return new Affine(factors, shifts);
    }

    public boolean isScale() {
        return Arrays.stream(shifts).allMatch(s -> s == 0);
    }

    public boolean isShift() {
        return Arrays.stream(factors).allMatch(f -> f == 1);
    }

    public boolean isPositiveScale() {
        return isScale() && isPositive();
    }

    /** Channels whose factor is 0. */
    public List<Integer> zeros() {
        return IntStream.range(0, factors.length)
                .filter(c -> factors[c] == 0)
                .boxed()
                .toList();
    }

    double[] applied(double[] x) {
        return perChannel(c -> factors[c] * x[c] + shifts[c]);
    }

    /**
     * For channels laid out otherwise.
     *
     * @param from for each channel of the result one of these, or -1 for one that stays as it is
     */
    public Affine mapped(int[] from) {
        return new Affine(
                Arrays.stream(from).mapToDouble(c -> c < 0 ? 1 : factors[c]).toArray(),
                Arrays.stream(from).mapToDouble(c -> c < 0 ? 0 : shifts[c]).toArray());
    }

    /** This one first, then another one of as many channels. */
    public Affine followedBy(Affine next) {
        return new Affine(perChannel(c -> factors[c] * next.factors[c]), next.applied(shifts));
    }

    /** Without what it adds. */
    public Affine scale() {
        return scale(factors);
    }

    /** Whether no factor is 0 or below. */
    public boolean isPositive() {
        return Arrays.stream(factors).allMatch(f -> f > 0);
    }

    /** One for each of so many channels, if those in a row are alike; empty if they are not. */
    public Optional<Affine> collapsed(int channels) {
        if (channels < 1 || factors.length % channels != 0) {
            return Optional.empty();
        }
        int times = factors.length / channels;
        Affine few = mapped(IntStream.range(0, channels).map(c -> c * times).toArray());
        Affine again = few.mapped(
                IntStream.range(0, factors.length).map(c -> c / times).toArray());
        return Arrays.equals(again.factors, factors) && Arrays.equals(again.shifts, shifts)
                ? Optional.of(few)
                : Optional.empty();
    }

    private double[] perChannel(IntToDoubleFunction function) {
        return IntStream.range(0, factors.length).mapToDouble(function).toArray();
    }
}
