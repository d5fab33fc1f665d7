package io.reparam.verify;

import io.reparam.ort.TypedSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How inputs are drawn for a model; {@link DrawingSearch} finds it by running the original.
 *
 * @param sizes that take turns
 * @param ranges integers of an input are drawn from 0 up to below this
 * @param shapes declared, given, or found; -1 where free, -2 where the batch
 * @param fixed what inputs are everywhere that are not drawn
 * @param negative whether integers are drawn from below 0, too
 * @param texts that are drawn besides others
 * @param scale of real numbers; 1 for those of N(0, 1)
 */
record Drawing(
        List<List<Integer>> sizes,
        Map<String, Integer> ranges,
        Map<String, List<Long>> shapes,
        Map<String, Long> fixed,
        boolean negative,
        List<String> texts,
        double scale) {
    /** A dimension that is not the first and counts images all the same, as in the state of a recurrent layer. */
    static final long BATCH = -2;

    /** The same with an input that is one number everywhere. */
    Drawing fixing(String input, long value) {
        return new Drawing(sizes, ranges, shapes, Map.of(input, value), negative, texts, scale);
    }

    /** The same with real numbers of another size. */
    Drawing times(double factor) {
        return new Drawing(sizes, ranges, shapes, fixed, negative, texts, factor * scale);
    }

    /** All sizes of a list if this one's is among them: those that are refused are named and replaced later. */
    Drawing orOf(List<List<Integer>> all) {
        return all.containsAll(sizes) ? new Drawing(all, ranges, shapes, fixed, negative, texts, scale) : this;
    }

    /** Shapes for one batch; a dimension that has a name has one size in all inputs. */
    Map<String, long[]> shapes(List<TypedSpec> inputs, int batch, int round) {
        List<Integer> size = sizes.get(round % sizes.size());
        Map<String, Long> named = new LinkedHashMap<>();
        Map<String, long[]> result = new LinkedHashMap<>();
        for (TypedSpec input : inputs) {
            List<Long> shape = shapes.getOrDefault(input.name(), input.shape());
            long[] chosen = new long[shape.size()];
            int next = 0;
            for (int axis = 0; axis < chosen.length; axis++) {
                String name =
                        input.names().size() == shape.size() ? input.names().get(axis) : "";
                if (shape.get(axis) >= 0) {
                    chosen[axis] = shape.get(axis);
                } else if (!name.isEmpty() && named.containsKey(name)) {
                    chosen[axis] = named.getOrDefault(name, 1L);
                } else {
                    chosen[axis] =
                            axis == 0 || shape.get(axis) == BATCH ? batch : size.get(Math.min(next++, size.size() - 1));
                }
                if (!name.isEmpty()) {
                    named.put(name, chosen[axis]);
                }
            }
            result.put(input.name(), chosen);
        }
        return result;
    }
}
