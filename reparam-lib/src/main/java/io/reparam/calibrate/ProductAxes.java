package io.reparam.calibrate;

import io.reparam.calibrate.AxisRole.Meaning;
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
    static List<AxisRole> product(AxisRoles a, AxisRoles b) {
        int ra = a.rank();
        int rb = b.rank();
        List<AxisRole> axes = new ArrayList<>(AxisRoles.broadcast(List.of(
                new AxisRoles(a.axes().subList(0, Math.max(0, ra - 2)), a.varies()),
                new AxisRoles(b.axes().subList(0, Math.max(0, rb - 2)), b.varies()))));
        if (ra > 1) {
            axes.add(a.axes().get(ra - 2));
        }
        if (rb > 1) {
            axes.add(b.axes().get(rb - 1));
        }
        return axes;
    }

    static List<AxisRole> gemm(Node node, AxisRoles a, AxisRoles b) {
        return List.of(
                a.axes().get(node.attributes().getInt("transA", 0) == 0 ? 0 : 1),
                b.axes().get(node.attributes().getInt("transB", 0) == 0 ? 1 : 0));
    }

    /** @return empty if the equation is not written out */
    static Optional<List<AxisRole>> einsum(String equation, List<AxisRoles> inputs) {
        String[] sides = equation.replace(" ", "").split("->", -1);
        if (sides.length != 2 || equation.contains(".")) {
            return Optional.empty();
        }
        Map<Character, AxisRole> letters = new HashMap<>();
        String[] terms = sides[0].split(",", -1);
        for (int i = 0; i < terms.length; i++) {
            for (int k = 0; k < terms[i].length(); k++) {
                AxisRole axis = inputs.get(i).axes().get(k);
                letters.merge(terms[i].charAt(k), axis, AxisRole::with);
            }
        }
        List<AxisRole> axes = new ArrayList<>();
        for (char letter : sides[1].toCharArray()) {
            axes.add(letters.getOrDefault(letter, AxisRole.ONE));
        }
        return Optional.of(axes);
    }

    /** All states {@code [T, D, N, H]}, or the last one {@code [D, N, H]}, which has seen every step; the batch first with layout 1. */
    static List<AxisRole> recurrent(Node node, List<AxisRoles> inputs, List<Long> shape) {
        boolean batchFirst = node.attributes().getInt("layout", 0) == 1;
        AxisRole steps = inputs.get(0).axes().get(batchFirst ? 1 : 0);
        AxisRole batch = inputs.get(0).axes().get(batchFirst ? 0 : 1);
        for (AxisRoles state : inputs.subList(Math.min(5, inputs.size()), Math.min(7, inputs.size()))) {
            batch = state.rank() == 3 ? batch.with(state.axes().get(batchFirst ? 0 : 1)) : batch;
        }
        AxisRole hidden = AxisRole.of(Meaning.FREE, shape.get(shape.size() - 1));
        AxisRole directions = AxisRole.of(Meaning.FREE, shape.get(shape.size() - (batchFirst ? 2 : 3)));
        List<AxisRole> axes =
                new ArrayList<>(batchFirst ? List.of(batch, directions, hidden) : List.of(directions, batch, hidden));
        if (shape.size() == 4) {
            axes.add(batchFirst ? 1 : 0, steps);
        }
        return axes;
    }
}
