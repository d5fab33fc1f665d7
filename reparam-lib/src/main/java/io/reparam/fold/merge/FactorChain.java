package io.reparam.fold.merge;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.ScaleSource;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.FusedForm;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;

/**
 * Merges two constant factors in a row.
 *
 * <p>Pattern {@code (x f) g}, each a Mul in either order or a Div by a constant, whose factor is its inverse: {@code x (f g)} as
 * one Mul. Shapes: any that broadcast.
 *
 * <p>Refused when the value between has another reader, when f g overflows or is 0 though neither factor is, when it has more
 * elements than the larger of both, and when f closes a {@link FusedForm}.
 */
public final class FactorChain extends ConstantChain {
    public FactorChain() {
        super(new ScaleSource());
    }

    @Override
    NdArray merged(ConstantOperand inner, ConstantOperand outer) {
        return inner.factors().broadcast(outer.factors(), FactorChain::product);
    }

    @Override
    Node node(ConstantOperand inner, ConstantOperand outer, String constant) {
        Node root = outer.node();
        return Node.of(root.name(), "Mul", List.of(inner.data(), constant), root.outputs(), Attributes.none());
    }

    /** NaN, which no type can hold here, where the product is too small for float32. */
    private static double product(double f, double g) {
        double product = f * g;
        boolean vanishes = (float) product == 0 && f != 0 && g != 0;
        return vanishes ? Double.NaN : product;
    }
}
