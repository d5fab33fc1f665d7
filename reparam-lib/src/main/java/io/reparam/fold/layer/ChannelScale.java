package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.Result;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A constant factor as one number a channel, or the reason why it is none.
 *
 * @param values {@code [C]}; empty if there is a problem
 * @param problem end of a sentence about the factor; null if there is none
 */
public record ChannelScale(double[] values, @Nullable String problem) {
    private static final double LARGEST = 1e4; // no attention module and no trained scale comes near it

    /**
     * @param factor broadcasts against the value it scales
     * @param rank of that value, channels on axis 1
     * @param channels C
     */
    public static ChannelScale of(NdArray factor, OptionalInt rank, int channels) {
        return new ChannelAxis(1, rank, channels)
                .spread(factor)
                .then(ChannelScale::bounded)
                .either(values -> new ChannelScale(values, null), problem -> new ChannelScale(new double[0], problem));
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
