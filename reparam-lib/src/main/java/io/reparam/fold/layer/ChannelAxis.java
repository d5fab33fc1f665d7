package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Result;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Where the channels of a value lie.
 *
 * @param axis counted from the front, or {@link #LAST}
 * @param rank number of the value's dimensions, if known
 * @param channels C
 */
public record ChannelAxis(int axis, OptionalInt rank, int channels) {
    public static final int LAST = -1;

    /** Whether this is the axis that a BatchNormalization counts channels on. */
    boolean isSecond() {
        return axis == 1 || (axis == LAST && rank.equals(OptionalInt.of(2)));
    }

    /**
     * A constant that is broadcast to the value, as one number a channel. The axis comes from the shapes, never from the number
     * of elements: {@code [1,1,1,W]} and {@code [W]} act on columns, also where W equals C.
     */
    Result<double[]> spread(NdArray constant) {
        String shape = "of shape " + Arrays.toString(constant.dims());
        boolean single = constant.count() == 1;
        if (rank.isEmpty() && (constant.rank() > 1 || !(single || axis == LAST))) {
            return Result.problem(shape + " meets a value whose number of dimensions is not known");
        }
        int dims = rank.orElse(Math.max(1, constant.rank()));
        if (constant.rank() > dims) {
            return Result.problem(shape + " has more dimensions than the value it acts on");
        }
        int channelAxis = axis == LAST ? dims - 1 : axis;
        for (int i = 0; i < constant.rank(); i++) {
            int at = i + dims - constant.rank();
            if (constant.dim(i) != 1 && at != channelAxis) {
                return Result.problem(shape + " acts on axis " + at + ", not on channels; it cannot fold");
            }
        }
        if (!single && constant.count() != channels) {
            return Result.problem(shape + " has not one value for each of " + channels + " channels");
        }
        double[] values = single ? new double[channels] : constant.values().clone();
        if (single) {
            Arrays.fill(values, constant.values()[0]);
        }
        return Result.found(values);
    }
}
