package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * A number as a factor or divisor. DJL's {@code mul(Number)} and {@code div(Number)} put it into memory of Java's, of which they
 * let go at once, while PyTorch needs it again for the gradient: after a garbage collection in between, the gradient is anything.
 */
final class Scalar {
    private Scalar() {}

    /** {@code [1]}, float32, in memory of PyTorch's; what it is multiplied with becomes float32. */
    static NDArray of(float value, NDManager manager) {
        return manager.full(new Shape(1), value);
    }
}
