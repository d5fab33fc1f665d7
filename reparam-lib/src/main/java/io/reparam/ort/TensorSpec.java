package io.reparam.ort;

import java.util.List;

/**
 * An input or output as the model declares it.
 *
 * @param name in the graph
 * @param type ONNX Runtime's element type, such as {@code FLOAT}
 * @param shape row-major; -1 where the dimension is free
 */
public record TensorSpec(String name, String type, List<Long> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }
}
