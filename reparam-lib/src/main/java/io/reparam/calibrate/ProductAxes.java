package io.reparam.calibrate;

import io.reparam.calibrate.Axis.Meaning;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The axes of products of matrices and of what is made of them: an axis over which is summed is gone. */
final class ProductAxes {
    private ProductAxes() {}

    /** Of {@code MatMul}. */
    static List<Axis> product(Layout a, Layout b) {
        int ra = a.rank();
        int rb = b.rank();
        List<Axis> axes = new ArrayList<>(Layout.broadcast(List.of(
                new Layout(a.axes().subList(0, Math.max(0, ra - 2)), a.varies()),
                new Layout(b.axes().subList(0, Math.max(0, rb - 2)), b.varies()))));
        if (ra > 1) {
            axes.add(a.axes().get(ra - 2));
        }
        if (rb > 1) {
            axes.add(b.axes().get(rb - 1));
        }
        return axes;
    }

    static List<Axis> gemm(Node node, Layout a, Layout b) {
        return List.of(
                a.axes().get(node.attributes().getInt("transA", 0) == 0 ? 0 : 1),
                b.axes().get(node.attributes().getInt("transB", 0) == 0 ? 1 : 0));
    }

    /** @return empty if the equation is not written out */
    static Optional<List<Axis>> einsum(String equation, List<Layout> inputs) {
        String[] sides = equation.replace(" ", "").split("->", -1);
        if (sides.length != 2 || equation.contains(".")) {
            return Optional.empty();
        }
        Map<Character, Axis> letters = new HashMap<>();
        String[] terms = sides[0].split(",", -1);
        for (int i = 0; i < terms.length; i++) {
            for (int k = 0; k < terms[i].length(); k++) {
                Axis axis = inputs.get(i).axes().get(k);
                letters.merge(terms[i].charAt(k), axis, Axis::with);
            }
        }
        List<Axis> axes = new ArrayList<>();
        for (char letter : sides[1].toCharArray()) {
            axes.add(letters.getOrDefault(letter, Axis.ONE));
        }
        return Optional.of(axes);
    }

    /** All states {@code [T, D, N, H]}, or the last one {@code [D, N, H]}, which has seen every step; the batch first with layout 1. */
    static List<Axis> recurrent(Node node, List<Layout> inputs, List<Long> shape) {
        boolean batchFirst = node.attributes().getInt("layout", 0) == 1;
        Axis steps = inputs.get(0).axes().get(batchFirst ? 1 : 0);
        Axis batch = inputs.get(0).axes().get(batchFirst ? 0 : 1);
        for (Layout state : inputs.subList(Math.min(5, inputs.size()), Math.min(7, inputs.size()))) {
            batch = state.rank() == 3 ? batch.with(state.axes().get(batchFirst ? 0 : 1)) : batch;
        }
        Axis hidden = Axis.of(Meaning.FREE, shape.get(shape.size() - 1));
        Axis directions = Axis.of(Meaning.FREE, shape.get(shape.size() - (batchFirst ? 2 : 3)));
        List<Axis> axes =
                new ArrayList<>(batchFirst ? List.of(batch, directions, hidden) : List.of(directions, batch, hidden));
        if (shape.size() == 4) {
            axes.add(batchFirst ? 1 : 0, steps);
        }
        return axes;
    }
}
