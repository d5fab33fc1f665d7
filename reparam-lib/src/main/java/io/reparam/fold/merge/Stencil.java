package io.reparam.fold.merge;

import io.reparam.graph.Attributes;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * A convolution without its numbers: which inputs each output sees.
 *
 * @param axes the spatial ones, any number
 * @param groups G, divides inC and outC
 * @param inC input channels
 * @param outC output channels
 */
record Stencil(List<Axis> axes, int groups, int inC, int outC) {
    Stencil {
        axes = List.copyOf(axes);
    }

    /** Each channel and each position for itself. */
    static Stencil identity(int channels, int axes) {
        return new Stencil(Collections.nCopies(axes, Axis.POINT), channels, channels, channels);
    }

    /** {@code outC inC/G taps}: as many weights as multiplications for an output position. */
    long weights() {
        return IntStream.of(kernel()).asLongStream().reduce((long) outC * (inC / groups), Math::multiplyExact);
    }

    /** Outputs of the step before for one output of this one. */
    int stride() {
        return axes.stream().mapToInt(Axis::stride).reduce(1, (a, b) -> a * b);
    }

    int[] kernel() {
        return each(Axis::taps);
    }

    Attributes onto(Attributes attributes) {
        return attributes
                .without("auto_pad")
                .withInts("kernel_shape", longs(kernel()))
                .withInts(
                        "pads",
                        IntStream.concat(IntStream.of(each(Axis::before)), IntStream.of(each(Axis::after)))
                                .asLongStream()
                                .toArray())
                .withInts("strides", longs(each(Axis::stride)))
                .withInts("dilations", longs(each(Axis::dilation)))
                .withInt("group", groups);
    }

    /**
     * This one and a next one as one convolution, if they are one.
     *
     * @param shifts whether this one adds a bias
     */
    Result<Stencil> followedBy(Stencil next, boolean shifts) {
        for (int i = 0; i < axes.size(); i++) {
            if (next.axes.get(i).padded() && (shifts || axes.get(i).taps() > 1)) {
                return Result.problem(
                        shifts
                                ? "adds a bias, which the zeros around the next one's input do not carry; "
                                        + "pad before it, not after it"
                                : "reaches over the border, where the next one reads zeros");
            }
        }
        return Result.found(then(next));
    }

    /** Both, one after the other, as one; only where {@link #followedBy} finds no problem. */
    Stencil then(Stencil next) {
        List<Axis> composed = IntStream.range(0, axes.size())
                .mapToObj(i -> axes.get(i).then(next.axes.get(i)))
                .toList();
        return new Stencil(composed, Axis.gcd(groups, next.groups), inC, next.outC);
    }

    /** The smallest convolution that can be either, if the outputs of both can be summed position by position. */
    Result<Stencil> beside(Stencil other) {
        if (inC != other.inC || outC != other.outC) {
            return Result.problem(
                    "maps " + other.inC + " to " + other.outC + " channels, the others " + inC + " to " + outC);
        }
        for (int i = 0; i < axes.size(); i++) {
            Axis one = axes.get(i);
            Axis two = other.axes.get(i);
            if (one.stride() != two.stride()) {
                return Result.problem("has stride " + two.stride() + ", the others " + one.stride());
            }
            if (one.slack() != two.slack()) {
                return Result.problem("pads axis " + (i + 2) + " by " + two.before() + " and " + two.after()
                        + " for an extent of " + ((two.taps() - 1) * two.dilation() + 1)
                        + ", so that its output is not aligned with the others'");
            }
        }
        return Result.found(plus(other));
    }

    /** The smallest convolution that can be either; only where {@link #beside} finds no problem. */
    Stencil plus(Stencil other) {
        List<Axis> union = IntStream.range(0, axes.size())
                .mapToObj(i -> axes.get(i).plus(other.axes.get(i)))
                .toList();
        return new Stencil(union, Axis.gcd(groups, other.groups), inC, outC);
    }

    /** How far from its output position each tap looks, row-major. */
    List<int[]> offsets() {
        List<int[]> offsets = new ArrayList<>(List.of(new int[axes.size()]));
        for (int i = 0; i < axes.size(); i++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] offset : offsets) {
                for (int k = 0; k < axes.get(i).taps(); k++) {
                    int[] copy = offset.clone();
                    copy[i] = axes.get(i).first() + k * axes.get(i).dilation();
                    longer.add(copy);
                }
            }
            offsets = longer;
        }
        return offsets;
    }

    /** The tap that looks so far; the inverse of {@link #offsets}. */
    int tap(int[] offset) {
        int tap = 0;
        for (int i = 0; i < offset.length; i++) {
            Axis axis = axes.get(i);
            tap = tap * axis.taps() + (offset[i] - axis.first()) / axis.dilation();
        }
        return tap;
    }

    private int[] each(ToIntFunction<Axis> property) {
        return axes.stream().mapToInt(property).toArray();
    }

    private static long[] longs(int[] values) {
        return IntStream.of(values).asLongStream().toArray();
    }
}
