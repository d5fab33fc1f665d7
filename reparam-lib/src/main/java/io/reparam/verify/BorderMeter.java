package io.reparam.verify;

import java.util.Optional;

/** Largest differences in the border ring of feature maps {@code [N, C, ...]} and inside of it. */
final class BorderMeter {
    private final int width;
    private double ring;
    private double interior;
    private boolean any;

    BorderMeter(int width) {
        this.width = width;
    }

    /** Whether maps of this shape have an interior: one to three spatial axes, each longer than the ring is wide on both sides. */
    boolean fits(long[] shape) {
        for (int axis = 2; axis < shape.length; axis++) {
            if (shape[axis] <= 2L * width) {
                return false;
            }
        }
        return shape.length >= 3 && shape.length <= 5;
    }

    /** @param index of the element in a row-major array of that shape, which {@link #fits} */
    void add(long[] shape, int index, double difference) {
        any = true;
        if (isBorder(shape, index)) {
            ring = Math.max(ring, difference);
        } else {
            interior = Math.max(interior, difference);
        }
    }

    /** Empty if no map had an interior. */
    Optional<OutputDifference.BorderDifference> result() {
        return any ? Optional.of(new OutputDifference.BorderDifference(width, ring, interior)) : Optional.empty();
    }

    private boolean isBorder(long[] shape, int index) {
        int rest = index;
        for (int axis = shape.length - 1; axis >= 2; axis--) {
            int position = (int) (rest % shape[axis]);
            rest = (int) (rest / shape[axis]);
            if (position < width || position >= shape[axis] - width) {
                return true;
            }
        }
        return false;
    }
}
