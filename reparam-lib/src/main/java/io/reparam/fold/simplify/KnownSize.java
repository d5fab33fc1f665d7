package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Element;
import io.reparam.fold.shape.Fact;
import io.reparam.fold.shape.Size;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces numbers that are known before the net runs by their values, although other sizes of the same tensor are free.
 *
 * <p>Pattern: a node whose output is a few numbers made of sizes, all of them known, where a node reads it whose own numbers are
 * not: the last one of {@code Shape, Gather, Sub, Div, Concat ..}. What came before becomes unused with it.
 *
 * <p>Not done where a size is free, and for a graph output.
 */
public final class KnownSize implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op();
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        String output = node.output(0);
        if (node.is("Constant")
                || view.isRefused(node) // who computes constants had a reason
                || node.outputs().size() != 1
                || view.isConstant(output)
                || !view.graph().isOutput(output) && !endsHere(output, view)) {
            return RuleVerdict.noMatch();
        }
        return known(view.fact(output))
                .map(values -> RuleVerdict.applicable(List.of(node), edit -> edit.freeze(node, Map.of(output, values))))
                .orElseGet(RuleVerdict::noMatch);
    }

    private static boolean endsHere(String output, GraphView view) {
        return view.graph().consumers(output).stream()
                .anyMatch(reader -> reader.outputs().size() != 1
                        || known(view.fact(reader.output(0))).isEmpty());
    }

    private static Optional<NdArray> known(Fact fact) {
        List<Element> elements = fact.elements();
        List<Size> dims = fact.dims();
        ElementType type = fact.type();
        boolean rounds =
                type != null && type.isReal() && type.bytes() == 2; // as runtimes do it, not as sizes are followed
        if (elements == null || dims == null || type == null || !type.isNumeric() || rounds) {
            return Optional.empty();
        }
        double[] values = new double[elements.size()];
        for (int i = 0; i < values.length; i++) {
            Element element = elements.get(i);
            if (element instanceof Size size && size.isKnown()) {
                values[i] = size.known().getAsLong();
            } else if (element instanceof Element.Real real) {
                values[i] = real.value();
            } else {
                return Optional.empty();
            }
        }
        long[] shape =
                dims.stream().mapToLong(size -> size.known().orElseThrow()).toArray();
        return Optional.of(new NdArray(type, shape, values));
    }
}
