package io.reparam.fold.simplify;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.ElementType;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The constant that a Reshape needs to give a value the shape of another one of as many elements. */
final class WrittenShape {
    private WrittenShape() {}

    /**
     * Sizes that are known; 0 for one that the input has at the same place; at most one -1. Empty if that does not do.
     *
     * @param input what the Reshape reads
     * @param output a value of the wished shape
     */
    static Optional<NdArray> of(String input, String output, GraphView view) {
        OptionalInt rank = view.rank(output);
        if (rank.isEmpty()) {
            return Optional.empty();
        }
        double[] shape = new double[rank.getAsInt()];
        int free = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            OptionalLong size = view.size(output, axis);
            boolean kept = axis < view.rank(input).orElse(0) && view.sameSize(output, axis, input, axis);
            shape[axis] = size.isPresent() ? size.getAsLong() : kept ? 0 : -1;
            free += shape[axis] == -1 ? 1 : 0;
            if (size.isPresent() && size.getAsLong() < 1) {
                return Optional.empty(); // 0 has another meaning
            }
        }
        return free > 1
                ? Optional.empty()
                : Optional.of(new NdArray(ElementType.INT64, new long[] {shape.length}, shape));
    }
}
