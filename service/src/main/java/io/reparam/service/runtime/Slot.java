package io.reparam.service.runtime;

import io.reparam.ort.FloatTensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The memory of one run, used again and again. Belongs to the thread that took it from a {@link SlotPool} until it is given back.
 */
public final class Slot {
    final FloatTensor input;
    final FloatTensor output;

    Slot(NetShape shape) {
        input = zeros(shape.input());
        output = zeros(shape.output());
    }

    private static FloatTensor zeros(List<Long> shape) {
        return FloatTensor.zeros(shape.stream().mapToLong(size -> size).toArray());
    }

    /** {@code [1][3][H][W]}, at position 0. */
    public FloatBuffer input() {
        return input.data().clear();
    }

    /** {@code [1][C]}, at position 0. */
    public FloatBuffer logits() {
        return output.data().clear();
    }
}
