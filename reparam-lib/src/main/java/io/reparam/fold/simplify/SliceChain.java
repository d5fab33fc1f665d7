package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.match.SlicedAxes;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Lets one Slice take what two in a row take along different axes, as indexing in PyTorch is exported.
 *
 * <p>Pattern {@code Slice(Slice(x, a), b)}, bounds and steps constant, no axis in both. Shapes: any of a known number of dimensions.
 *
 * <p>Not done where the first has another reader.
 */
public final class SliceChain implements FoldRule {
    private static final int BOUNDS_ARE_INPUTS = 10; // opset
    /** No axis is as long. */
    private static final double FAR = 1L << 53;

    @Override
    public Pattern pattern() {
        return Pattern.op("Slice");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        Optional<SlicedAxes> first = view.graph()
                .producer(root.input(0))
                .filter(node -> node.is("Slice") && view.readOnlyBy(root, root.input(0)))
                .flatMap(node -> SlicedAxes.of(node, view));
        Optional<SlicedAxes> second = SlicedAxes.of(root, view);
        if (first.isEmpty() || second.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        SlicedAxes a = first.get();
        SlicedAxes b = second.get();
        long[] axes = joined(a.axes(), b.axes());
        if (Arrays.stream(axes).distinct().count() < axes.length) {
            return RuleVerdict.noMatch();
        }
        return RuleVerdict.applicable(List.of(a.node(), root), edit -> {
            edit.graph().replace(root, node(edit, a, b, axes));
            edit.graph().remove(a.node());
        });
    }

    private static Node node(GraphEdit edit, SlicedAxes a, SlicedAxes b, long... axes) {
        Node root = b.node();
        long[] starts = joined(a.starts(), b.starts());
        long[] ends = joined(a.ends(), b.ends());
        if (edit.graph().opset() < BOUNDS_ARE_INPUTS) {
            Attributes bounds = root.attributes()
                    .withInts("starts", starts)
                    .withInts("ends", ends)
                    .withInts("axes", axes);
            return root.withInputs(List.of(a.node().input(0))).withAttributes(bounds);
        }
        return root.withInputs(List.of(
                a.node().input(0),
                stored(edit, root, "starts", starts),
                stored(edit, root, "ends", ends),
                stored(edit, root, "axes", axes),
                stored(edit, root, "steps", joined(a.steps(), b.steps()))));
    }

    private static String stored(GraphEdit edit, Node root, String what, long... values) {
        double[] numbers = Arrays.stream(values)
                .mapToDouble(value -> Math.max(-FAR, Math.min(FAR, value)))
                .toArray();
        return edit.store(root.id() + "." + what, new NdArray(ElementType.INT64, new long[] {values.length}, numbers));
    }

    private static long[] joined(long[] a, long... b) {
        return LongStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }
}
