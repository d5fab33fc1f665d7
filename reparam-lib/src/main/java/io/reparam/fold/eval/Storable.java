package io.reparam.fold.eval;

import io.reparam.graph.Result;
import java.util.List;

/** Whether values that were computed in float64 can be kept in their own type. */
public final class Storable {
    private static final double SURE = 65_504; // every real type holds what is no larger

    private Storable() {}

    /** The array itself; the problem is the end of a sentence, such as "is NaN at element 3". */
    public static Result<NdArray> checked(NdArray array) {
        double[] values = array.values();
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (!(Math.abs(value) <= SURE)
                    && !Double.isFinite(array.type().isReal() ? array.type().nearest(value) : value)) {
                return Result.problem("is " + value + " at element " + i + ", which " + array.type() + " cannot hold");
            }
        }
        return Result.found(array);
    }

    /** The arrays themselves, or the first problem. */
    public static Result<List<NdArray>> checked(List<NdArray> arrays) {
        return Result.all(arrays.stream().map(Storable::checked));
    }
}
