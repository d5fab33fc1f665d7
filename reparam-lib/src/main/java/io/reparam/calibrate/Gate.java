package io.reparam.calibrate;

import java.util.List;

/**
 * Attention on the channels of one tensor: {@code Mul(x, g)}, where g is one number a channel and image.
 *
 * @param mul name of the Mul, or of its output where it has none
 * @param output value that the Mul writes
 * @param operand which input of the Mul is g: 0 or 1
 * @param factor name of g, {@code [N, C, 1, 1]}
 * @param scaled name of x, {@code [N, C, H, W]}
 * @param branch types of the operators from the pooling to g
 */
public record Gate(String mul, String output, int operand, String factor, String scaled, List<String> branch) {
    public Gate {
        branch = List.copyOf(branch);
    }
}
