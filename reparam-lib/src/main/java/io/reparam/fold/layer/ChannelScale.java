package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Result;
import java.util.OptionalInt;

/** A constant factor as one number a channel. */
public final class ChannelScale {
    private static final double LARGEST = 1e4; // no attention module and no trained scale comes near it

    private ChannelScale() {}

    /**
     * {@code [C]}, or why the factor is not one number a channel: end of a sentence about it.
     *
     * @param factor broadcasts against the value it scales
     * @param rank of that value, channels on axis 1
     * @param channels C
     */
    public static Result<double[]> read(NdArray factor, OptionalInt rank, int channels) {
        return new ChannelAxis(1, rank, channels).spread(factor).then(ChannelScale::bounded);
    }

    static Result<double[]> bounded(double[] values) {
        for (int c = 0; c < values.length; c++) {
            if (!(Math.abs(values[c]) <= LARGEST)) {
                return Result.problem("is " + values[c] + " in channel " + c + ", beyond 1e4; look at the training");
            }
        }
        return Result.found(values);
    }
}
