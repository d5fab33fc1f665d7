package io.reparam.fold.rule;

import io.reparam.fold.eval.NdArray;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A constant factor as one number a channel, or the reason why it is none. The axis comes from the shapes, never from the number
 * of elements: {@code [1,1,1,W]} and {@code [W]} scale columns, also where W equals C.
 *
 * @param values {@code [C]}; empty if there is a problem
 * @param problem end of a sentence about the factor; null if there is none
 */
record ChannelScale(double[] values, @Nullable String problem) {
    private static final double LARGEST = 1e4; // no attention module and no trained scale comes near it

    /**
     * @param factor broadcasts against the value it scales
     * @param rank of that value, channels on axis 1
     * @param channels C
     */
    static ChannelScale of(NdArray factor, OptionalInt rank, int channels) {
        String shape = "of shape " + Arrays.toString(factor.dims());
        if (rank.isEmpty()) {
            return none(shape + " scales a value whose number of dimensions is not known");
        }
        if (factor.rank() > rank.getAsInt()) {
            return none(shape + " has more dimensions than the value it scales");
        }
        for (int axis = 0; axis < factor.rank(); axis++) {
            int scaled = axis + rank.getAsInt() - factor.rank();
            if (factor.dim(axis) != 1 && scaled != 1) {
                return none(shape + " acts on axis " + scaled + ", not on channels; such a factor cannot fold");
            }
        }
        if (factor.values().length != 1 && factor.values().length != channels) {
            return none(shape + " has not one value for each of " + channels + " channels");
        }
        double[] values = new double[channels];
        for (int c = 0; c < channels; c++) {
            values[c] = factor.values()[factor.values().length == 1 ? 0 : c];
            if (!(Math.abs(values[c]) <= LARGEST)) {
                return none("is " + values[c] + " in channel " + c + ", beyond 1e4; look at the training");
            }
        }
        return new ChannelScale(values, null);
    }

    List<Integer> zeros() {
        return IntStream.range(0, values.length)
                .filter(c -> values[c] == 0)
                .boxed()
                .toList();
    }

    double[] times(double[] perChannel) {
        return IntStream.range(0, values.length)
                .mapToDouble(c -> values[c] * perChannel[c])
                .toArray();
    }

    private static ChannelScale none(String problem) {
        return new ChannelScale(new double[0], problem);
    }
}
