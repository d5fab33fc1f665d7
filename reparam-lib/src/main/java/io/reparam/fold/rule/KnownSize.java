package io.reparam.fold.rule;

import io.reparam.fold.FoldRule;
import io.reparam.fold.Verdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Replaces a size that is known before the net runs by its value, although other sizes of the same tensor are free.
 *
 * <p>Pattern {@code Gather(Shape(x), i)} with a constant i, scalar or {@code [K]}: the number of channels, mostly. The indices count
 * from the Shape's own {@code start}; negative ones from its end.
 *
 * <p>Not done where a size is free, for a graph output, and for a Shape that ends early ({@code end}).
 */
final class KnownSize implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Gather");
    }

    @Override
    public Verdict check(Match match, GraphView view) {
        Node node = match.root();
        Optional<Node> shape = view.graph()
                .producer(node.input(0))
                .filter(producer ->
                        producer.is("Shape") && !producer.attributes().has("end"));
        Optional<NdArray> indices = view.constant(node.input(1)).filter(index -> index.rank() <= 1);
        if (shape.isEmpty() || indices.isEmpty() || view.graph().isOutput(node.output(0))) {
            return Verdict.noMatch();
        }
        return sizes(shape.get(), indices.get(), view)
                .map(sizes -> Verdict.applicable(
                        List.of(node),
                        edit -> edit.freeze(
                                node,
                                Map.of(
                                        node.output(0),
                                        new NdArray(
                                                ElementType.INT64, indices.get().dims(), sizes)))))
                .orElseGet(Verdict::noMatch);
    }

    private static Optional<double[]> sizes(Node shape, NdArray indices, GraphView view) {
        OptionalInt rank = view.rank(shape.input(0));
        if (rank.isEmpty()) {
            return Optional.empty();
        }
        long start = shape.attributes().getInt("start", 0);
        long first = Math.max(0, start < 0 ? start + rank.getAsInt() : start);
        double[] sizes = new double[indices.values().length];
        for (int i = 0; i < sizes.length; i++) {
            double index = indices.values()[i];
            long axis = (long) (index < 0 ? index + rank.getAsInt() : index + first);
            OptionalLong size = axis < first || axis >= rank.getAsInt()
                    ? OptionalLong.empty()
                    : view.size(shape.input(0), (int) axis);
            if (size.isEmpty()) {
                return Optional.empty();
            }
            sizes[i] = size.getAsLong();
        }
        return Optional.of(sizes);
    }
}
