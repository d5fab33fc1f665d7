package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
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
public record ConstantOperand(Node node, int index, NdArray values) {
    public static Optional<ConstantOperand> of(Node node, GraphView view) {
        if (node.inputs().size() != 2 || view.isConstant(node.input(0)) == view.isConstant(node.input(1))) {
            return Optional.empty();
        }
        int index = view.isConstant(node.input(0)) ? 0 : 1;
        return view.constant(node.input(index))
                .filter(values -> values.type().isReal())
                .map(values -> new ConstantOperand(node, index, values));
    }

    /** The other input. */
    public String data() {
        return node.input(1 - index);
    }

    public String name() {
        return node.input(index);
    }

    /** Number of elements of the constant. */
    public int size() {
        return values.count();
    }

    /** What a Mul or a Div by the constant multiplies by. */
    public NdArray factors() {
        return node.is("Div")
                ? values.with(Arrays.stream(values.values()).map(v -> 1 / v).toArray())
                : values;
    }

    public boolean isFirst() {
        return index == 0;
    }
}
