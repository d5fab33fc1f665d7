package io.reparam.calibrate;

import io.reparam.ort.FloatTensor;
import java.util.Collection;

/** What the numbers of an output mean, as far as they tell. */
enum OutputKind {
    /** Rows that softmax turns into probabilities: {@code [N, K]}. */
    LOGITS,
    /** Rows that are probabilities: {@code [.., K]}, above or equal 0, with sum 1. */
    PROBABILITIES,
    /** A probability at each place, each for itself. */
    MAP;

    private static final double ROUNDING = 1e-2;
    /** A vectorized sigmoid oversteps 0 and 1 by rounding. */
    private static final float OVERSTEP = 1e-5f;

    /**
     * Looks at what an output was on all images.
     *
     * @throws CalibrationException if it is none of these
     */
    static OutputKind of(String name, Collection<FloatTensor> seen) {
        long[] shape = seen.iterator().next().shape();
        int width = shape.length == 0 ? 1 : (int) shape[shape.length - 1];
        if (shape.length >= 2
                && width >= 2
                && seen.stream().allMatch(tensor -> rowsSumToOne(tensor.toArray(), width))) {
            return PROBABILITIES;
        }
        if (shape.length == 2 && width >= 2) {
            return LOGITS;
        }
        if (seen.stream().allMatch(tensor -> inUnitInterval(tensor.toArray()))) {
            return MAP;
        }
        throw new CalibrationException("output '" + name + "' has " + shape.length
                + " dimensions and values outside 0 to 1: it is neither rows of logits [N, K] nor probabilities, so there is"
                + " no divergence to choose gates by; end the model at such an output");
    }

    private static boolean rowsSumToOne(float[] values, int width) {
        for (int row = 0; row < values.length; row += width) {
            double sum = 0;
            for (int k = row; k < row + width; k++) {
                if (values[k] < 0) {
                    return false;
                }
                sum += values[k];
            }
            if (Math.abs(sum - 1) > ROUNDING) {
                return false;
            }
        }
        return true;
    }

    private static boolean inUnitInterval(float[] values) {
        for (float value : values) {
            if (!(value >= -OVERSTEP && value <= 1 + OVERSTEP)) {
                return false;
            }
        }
        return true;
    }
}
