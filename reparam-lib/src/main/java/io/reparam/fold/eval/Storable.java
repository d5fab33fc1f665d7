package io.reparam.fold.eval;

import java.util.List;
import java.util.Optional;

/** Whether values that were computed in float64 can be kept in their own type. */
public final class Storable {
    private static final double SURE = 65_504; // every real type holds what is no larger

    private Storable() {}

    /** The end of a sentence, such as "is NaN at element 3"; empty if all is well. */
    public static Optional<String> problem(NdArray array) {
        double[] values = array.values();
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (!(Math.abs(value) <= SURE)
                    && !Double.isFinite(array.type().isReal() ? array.type().nearest(value) : value)) {
                return Optional.of("is " + value + " at element " + i + ", which " + array.type() + " cannot hold");
            }
        }
        return Optional.empty();
    }

    public static Optional<String> problem(List<NdArray> arrays) {
        return arrays.stream().flatMap(array -> problem(array).stream()).findFirst();
    }
}
