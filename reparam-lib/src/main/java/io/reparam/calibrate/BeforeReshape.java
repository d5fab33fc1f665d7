package io.reparam.calibrate;

import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Regrouping;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A constant of several axes, such as groups {@code [1,G,C/G,1,1]}, as one along a single axis {@code [1,C,1,1]} before the Reshape
 * that took this axis apart. There a layer can take it; layers scale one axis only.
 *
 * @param reshape whose output is scaled
 * @param shape of the constant before it
 * @param factors as many as the shape says
 */
record BeforeReshape(Node reshape, long[] shape, double[] factors) {
    /** Empty if it is not a Reshape that scales one axis in parts, or if a size is not known. */
    static Optional<BeforeReshape> of(ConstantGates.Replacement replacement, GraphView view) {
        Gate gate = replacement.gate();
        Optional<Node> reshape = view.producerOf(gate.scaled()).filter(node -> node.is("Reshape"));
        if (reshape.isEmpty()) {
            return Optional.empty();
        }
        long[] dims = gate.shape();
        int first = 0;
        while (first < dims.length && dims[first] == 1) {
            first++;
        }
        int last = dims.length - 1;
        while (last > first && dims[last] == 1) {
            last--;
        }
        Optional<Regrouping> regrouping = Regrouping.of(reshape.get(), view);
        if (first >= last || regrouping.isEmpty() || regrouping.get().out().size() != dims.length) {
            return Optional.empty();
        }
        Regrouping.Group group = regrouping.get().having(first);
        OptionalLong size = Regrouping.product(regrouping.get().in(), group.inStart(), group.inEnd());
        boolean oneAxis = group.inEnd() - group.inStart() == 1 && last < group.outEnd();
        if (!oneAxis || size.isEmpty() || size.getAsLong() > 1 << 24) {
            return Optional.empty();
        }
        long[] shape = new long[regrouping.get().in().size()];
        Arrays.fill(shape, 1);
        shape[group.inStart()] = size.getAsLong();
        double[] factors = new double[(int) size.getAsLong()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = replacement.factors()[index(i, group, regrouping.get(), dims)];
        }
        return Optional.of(new BeforeReshape(reshape.get(), shape, factors));
    }

    /** Which number of the constant an element along the whole axis has. */
    private static int index(int element, Regrouping.Group group, Regrouping regrouping, long[] dims) {
        int rest = element;
        int index = 0;
        int step = 1;
        for (int axis = group.outEnd() - 1; axis >= group.outStart(); axis--) {
            int size = (int) regrouping.out().get(axis).orElseThrow();
            index += dims[axis] == 1 ? 0 : rest % size * step;
            step *= (int) dims[axis];
            rest /= size;
        }
        return index;
    }
}
