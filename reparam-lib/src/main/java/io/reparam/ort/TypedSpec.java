package io.reparam.ort;

import java.util.List;

/**
 * An input or output of any type, as the model declares it.
 *
 * @param name in the graph
 * @param type ONNX Runtime's element type, such as {@code INT64}; {@code SEQUENCE}, {@code MAP} or {@code OTHER} for what is not a tensor
 * @param shape row-major; -1 where the dimension is free; empty for a scalar, and where nothing is declared
 * @param names of the dimensions, empty where one has none; as many as the shape has
 */
public record TypedSpec(String name, String type, List<Long> shape, List<String> names) {
    public TypedSpec {
        shape = List.copyOf(shape);
        names = List.copyOf(names);
    }

    public boolean isReal() {
        return TypedValue.REAL.contains(type);
    }
}
