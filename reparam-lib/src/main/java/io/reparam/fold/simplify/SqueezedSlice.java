package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Writes one slice whose dimension is dropped as a Gather: queries, keys and values of attention.
 *
 * <p>Pattern {@code Squeeze(Slice(x, [i], [i + 1], [axis]), axis)} is {@code Gather(x, i)} on that axis, i a number without
 * dimensions, from 0.
 *
 * <p>Not done where the slice has another reader, more axes or more steps than one.
 */
public final class SqueezedSlice implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Squeeze");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node squeeze = match.root();
        Optional<Node> slice = view.graph()
                .producer(squeeze.input(0))
                .filter(node -> node.is("Slice") && view.readOnlyBy(squeeze, squeeze.input(0)));
        Optional<Long> axis = view.integers(squeeze, "axes", 1)
                .filter(axes -> axes.length == 1)
                .map(axes -> axes[0]);
        if (slice.isEmpty() || axis.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        return index(slice.get(), axis.get(), view)
                .map(index -> RuleVerdict.applicable(List.of(slice.get(), squeeze), edit -> {
                    NdArray scalar = new NdArray(ElementType.INT64, new long[0], new double[] {index});
                    Node gather = Node.of(
                            squeeze.name(),
                            "Gather",
                            List.of(slice.get().input(0), edit.store(squeeze.id() + ".index", scalar)),
                            squeeze.outputs(),
                            Attributes.none().withInt("axis", axis.get()));
                    edit.graph().replace(squeeze, gather);
                    edit.graph().remove(slice.get());
                }))
                .orElseGet(RuleVerdict::noMatch);
    }

    /** Where the one slice lies; empty if the node takes more, or of another axis. */
    private static Optional<Long> index(Node slice, long axis, GraphView view) {
        Optional<long[]> start = view.integers(slice, "starts", 1);
        Optional<long[]> end = view.integers(slice, "ends", 2);
        Optional<long[]> axes = view.integers(slice, "axes", 3);
        boolean stepsBy1 = !slice.hasInput(4)
                || view.integers(slice, "steps", 4)
                        .filter(steps -> LongStream.of(steps).allMatch(step -> step == 1))
                        .isPresent();
        return start.filter(from -> stepsBy1
                        && from.length == 1
                        && from[0] >= 0
                        && axes.filter(a -> Arrays.equals(a, new long[] {axis})).isPresent()
                        && end.filter(to -> to.length == 1 && to[0] == from[0] + 1)
                                .isPresent())
                .map(from -> from[0]);
    }
}
