package io.reparam.fold.merge;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.ShiftSource;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;

/**
 * Merges two constant summands in a row.
 *
 * <p>Pattern {@code b(a(x))}, each an Add in either order, a Sub of a constant, or a Sub from a constant: with {@code a(x) = p x +
 * s} and {@code b(y) = q y + t}, where p and q are 1 or -1, {@code b(a(x)) = p q x + (q s + t)}: an Add, or a Sub from the
 * constant where {@code p q = -1}. Shapes: any that broadcast.
 *
 * <p>Refused when the value between has another reader, when the sum overflows, or when it has more elements than the larger of
 * both constants.
 */
public final class SummandChain extends ConstantChain {
    public SummandChain() {
        super(new ShiftSource());
    }

    @Override
    NdArray merged(ConstantOperand inner, ConstantOperand outer) {
        int s = signOfConstant(inner) * signOfData(outer);
        int t = signOfConstant(outer);
        return inner.values().broadcast(outer.values(), (a, b) -> s * a + t * b);
    }

    @Override
    Node node(ConstantOperand inner, ConstantOperand outer, String constant) {
        Node root = outer.node();
        boolean negative = signOfData(inner) * signOfData(outer) < 0;
        return Node.of(
                root.name(),
                negative ? "Sub" : "Add",
                negative ? List.of(constant, inner.data()) : List.of(inner.data(), constant),
                root.outputs(),
                Attributes.none());
    }

    private static int signOfData(ConstantOperand operand) {
        return operand.node().is("Sub") && operand.isFirst() ? -1 : 1;
    }

    private static int signOfConstant(ConstantOperand operand) {
        return operand.node().is("Sub") && !operand.isFirst() ? -1 : 1;
    }
}
