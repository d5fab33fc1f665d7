package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.Verdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.Extent;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Map;

/**
 * Replaces sizes that are known before the net runs by their values, although other sizes of the same tensor are free.
 *
 * <p>Pattern: a Shape, or a Gather or Slice of one, all of whose numbers are known: the number of channels, mostly.
 *
 * <p>Not done where a size is free, and for a graph output.
 */
public final class KnownSize implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Gather", "Slice", "Shape");
    }

    @Override
    public Verdict check(Match match, GraphView view) {
        Node node = match.root();
        String output = node.output(0);
        if (view.isConstant(output) || view.graph().isOutput(output)) {
            return Verdict.noMatch();
        }
        List<Extent> extents = view.extents(output);
        double[] sizes = new double[extents.size()];
        for (int i = 0; i < sizes.length; i++) {
            if (!(extents.get(i) instanceof Extent.Known known)) {
                return Verdict.noMatch();
            }
            sizes[i] = known.size();
        }
        ElementType type = view.type(output).orElse(ElementType.INT64);
        return sizes.length == 0
                ? Verdict.noMatch()
                : Verdict.applicable(
                        List.of(node),
                        edit -> edit.freeze(
                                node, Map.of(output, new NdArray(type, dims(node, sizes.length, view), sizes))));
    }

    private static long[] dims(Node node, int count, GraphView view) {
        return node.is("Gather") ? view.constant(node.input(1)).orElseThrow().dims() : new long[] {count};
    }
}
