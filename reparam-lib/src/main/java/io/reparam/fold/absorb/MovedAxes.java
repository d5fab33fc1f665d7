package io.reparam.fold.absorb;

import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The axes that a Squeeze, an Unsqueeze or a ReduceMean takes away, adds or averages.
 *
 * @param axes from 0, counted at the side that has them
 * @param inRank dimensions of the input
 * @param outRank dimensions of the output
 */
record MovedAxes(TreeSet<Integer> axes, int inRank, int outRank) {
    /** Empty if the axes or the number of dimensions are not known. */
    static Optional<MovedAxes> of(Node node, GraphView view) {
        long[] given = view.integers(node, "axes", 1).orElse(new long[0]);
        int inRank = view.rank(node.input(0)).orElse(0);
        if (given.length == 0 || inRank == 0) {
            return Optional.empty();
        }
        int count = given.length;
        boolean keeps = node.is("ReduceMean") && node.attributes().getInt("keepdims", 1) != 0;
        int outRank = node.is("Unsqueeze") ? inRank + count : keeps ? inRank : inRank - count;
        TreeSet<Integer> axes = new TreeSet<>();
        int rank = Math.max(inRank, outRank);
        Arrays.stream(given).forEach(axis -> axes.add((int) (axis < 0 ? axis + rank : axis)));
        boolean legal = axes.size() == count && axes.first() >= 0 && axes.last() < rank;
        return legal ? Optional.of(new MovedAxes(axes, inRank, outRank)) : Optional.empty();
    }

    /** The input's axis that is this one of the output; empty if it has none, or one that is averaged. */
    Optional<Integer> before(int axis) {
        int at = axis == ChannelAxis.LAST ? outRank - 1 : axis;
        if (outRank > inRank) {
            return axes.contains(at)
                    ? Optional.empty()
                    : Optional.of(at - axes.headSet(at).size());
        }
        boolean keeps = outRank == inRank;
        return IntStream.range(0, inRank)
                .filter(i -> !axes.contains(i))
                .filter(i -> at == (keeps ? i : i - axes.headSet(i).size()))
                .boxed()
                .findFirst();
    }
}
