package io.reparam.fold.shape;

import io.reparam.graph.Graph;
import io.reparam.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Shapes for an input of some size, to compare two forms of one net, or to try something: free dimensions of inputs get numbers. */
public final class NominalSizes {
    private final Inference inference;
    private final Map<Atom, Long> free = new HashMap<>();

    /**
     * One name is one size, also where it is the batch of one input and another dimension of a second one.
     *
     * @param batch a free first dimension
     * @param side any other free dimension
     */
    public NominalSizes(Graph graph, Inference inference, long batch, long side) {
        this.inference = inference;
        for (Value input : graph.inputs()) {
            List<Size> dims = inference.of(input.name()).dims();
            for (int axis = 0; dims != null && axis < dims.size(); axis++) {
                long number = axis == 0 ? batch : side;
                dims.get(axis).atom().ifPresent(atom -> free.putIfAbsent(atom, number));
            }
        }
    }

    /** Empty if nothing tells, or if a dimension is not above 0. */
    public Optional<long[]> of(String value) {
        List<Size> dims = inference.of(value).dims();
        if (dims == null) {
            return Optional.empty();
        }
        long[] shape = new long[dims.size()];
        for (int axis = 0; axis < shape.length; axis++) {
            OptionalLong size = dims.get(axis).at(this::number);
            if (size.isEmpty() || size.getAsLong() <= 0) {
                return Optional.empty();
            }
            shape[axis] = size.getAsLong();
        }
        return Optional.of(shape);
    }

    private OptionalLong number(Atom atom) {
        Long number = free.get(atom);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
