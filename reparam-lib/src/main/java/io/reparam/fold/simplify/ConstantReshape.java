package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Element;
import io.reparam.fold.shape.Size;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the shape of a Reshape as a constant although sizes are free: what computed it goes.
 *
 * <p>Pattern {@code Reshape(x, Concat(..))} of numbers, sizes that are known, sizes that x has at the same place, which a Reshape
 * writes as 0, and at most one other number, which it writes as -1. Sizes are followed to the dimension they come from: the
 * number of images is the same before and after a convolution.
 *
 * <p>Not done with {@code allowzero}, and where more than one number would have to be -1.
 */
public final class ConstantReshape implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Reshape");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        if (view.isConstant(node.input(1)) || node.attributes().getInt("allowzero", 0) != 0) {
            return RuleVerdict.noMatch();
        }
        List<Element> sizes = view.fact(node.input(1)).elements();
        double[] shape = new double[sizes == null ? 0 : sizes.size()];
        for (int axis = 0; sizes != null && axis < shape.length; axis++) {
            Element size = sizes.get(axis);
            boolean kept =
                    view.fact(node.input(0)).dim(axis).filter(size::equals).isPresent();
            shape[axis] = size instanceof Size known && known.isKnown()
                    ? known.known().getAsLong()
                    : kept ? 0 : -1;
        }
        long free = Arrays.stream(shape).filter(size -> size == -1).count();
        if (shape.length == 0 || free > 1) {
            return RuleVerdict.noMatch();
        }
        NdArray constant = new NdArray(ElementType.INT64, new long[] {shape.length}, shape);
        return RuleVerdict.applicable(List.of(node), edit -> {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.set(1, edit.store(node.id() + ".shape", constant));
            edit.graph().replace(node, node.withInputs(inputs));
        });
    }
}
