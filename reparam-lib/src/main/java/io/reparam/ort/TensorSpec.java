package io.reparam.ort;

import java.util.List;
import java.util.Set;

/**
 * An input or output as the model declares it.
 *
 * @param name in the graph
 * @param type ONNX Runtime's element type, such as {@code FLOAT}
 * @param shape row-major; -1 where the dimension is free
 */
public record TensorSpec(String name, String type, List<Long> shape) {
    private static final Set<String> REAL = Set.of("FLOAT", "FLOAT16", "BFLOAT16", "DOUBLE");

    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** Whether it holds floating-point numbers, which models are run with here. */
    public boolean isReal() {
        return REAL.contains(type);
    }

    /**
     * The declared shape with every free dimension chosen.
     *
     * @param batch for a free first dimension
     * @param sizes for the other free ones in order, the last one for all that are left; at least one
     */
    public long[] withFree(int batch, List<Integer> sizes) {
        long[] chosen = new long[shape.size()];
        int next = 0;
        for (int axis = 0; axis < chosen.length; axis++) {
            if (shape.get(axis) > 0) {
                chosen[axis] = shape.get(axis);
            } else {
                chosen[axis] = axis == 0 ? batch : sizes.get(Math.min(next++, sizes.size() - 1));
            }
        }
        return chosen;
    }
}
