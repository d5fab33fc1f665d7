package io.reparam.calibrate;

import java.util.List;

/**
 * Attention on the channels of one tensor: {@code Mul(x, g)} or {@code Div(x, g)}, where g is the same at all places of an image.
 *
 * @param mul name of the Mul or Div, or of its output where it has none
 * @param output value that it writes
 * @param operand which of its inputs is g: 0 or 1
 * @param divides whether x is divided by g
 * @param factor name of g
 * @param scaled name of x
 * @param dims of a constant in g's place: 1 for images and places, the size of every other axis of g and x, wherever a layout has
 *     its channels
 * @param branch types of the operators from the pooling to g
 */
public record Gate(
        String mul,
        String output,
        int operand,
        boolean divides,
        String factor,
        String scaled,
        List<Long> dims,
        List<String> branch) {
    public Gate {
        dims = List.copyOf(dims);
        branch = List.copyOf(branch);
    }

    /** Numbers of a constant in its place. */
    int channels() {
        return Math.toIntExact(dims.stream().mapToLong(size -> size).reduce(1, Math::multiplyExact));
    }

    long[] shape() {
        return dims.stream().mapToLong(size -> size).toArray();
    }
}
