package io.reparam.fold.rule;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.Optional;

/**
 * A node of two inputs, one of them a known constant of real numbers.
 *
 * @param node Mul, Div, Add or Sub
 * @param index which input is the constant
 * @param values the constant
 */
record ConstantOperand(Node node, int index, NdArray values) {
    static Optional<ConstantOperand> of(Node node, GraphView view) {
        if (node.inputs().size() != 2 || view.isConstant(node.input(0)) == view.isConstant(node.input(1))) {
            return Optional.empty();
        }
        int index = view.isConstant(node.input(0)) ? 0 : 1;
        return view.constant(node.input(index))
                .filter(values -> values.type().isReal())
                .map(values -> new ConstantOperand(node, index, values));
    }

    /** The other input. */
    String data() {
        return node.input(1 - index);
    }

    String name() {
        return node.input(index);
    }

    /** Number of elements of the constant. */
    int size() {
        return values.values().length;
    }

    /** What a Mul or a Div by the constant multiplies by. */
    NdArray factors() {
        return node.is("Div")
                ? values.with(Arrays.stream(values.values()).map(v -> 1 / v).toArray())
                : values;
    }

    boolean isFirst() {
        return index == 0;
    }
}
