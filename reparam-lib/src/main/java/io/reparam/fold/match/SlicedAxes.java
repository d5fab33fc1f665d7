package io.reparam.fold.match;

import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a Slice takes along which axes; bounds and steps are as the node says them.
 *
 * @param axes from 0
 */
public record SlicedAxes(Node node, GraphView view, long[] starts, long[] ends, long[] axes, long[] steps) {
    /** Empty if they are not all known. */
    public static Optional<SlicedAxes> of(Node node, GraphView view) {
        int rank = view.rank(node.input(0)).orElse(0);
        Optional<long[]> starts = view.integers(node, "starts", 1);
        Optional<long[]> ends = view.integers(node, "ends", 2);
        if (starts.isEmpty() || ends.isEmpty() || rank == 0) {
            return Optional.empty();
        }
        int count = starts.get().length;
        Optional<long[]> axes = node.attributes().has("axes") || node.hasInput(3)
                ? view.integers(node, "axes", 3)
                : Optional.of(LongStream.range(0, count).toArray());
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        Optional<long[]> steps = node.hasInput(4) ? view.integers(node, "steps", 4) : Optional.of(ones);
        return axes.flatMap(along -> steps.map(step -> new SlicedAxes(
                        node,
                        view,
                        starts.get(),
                        ends.get(),
                        Arrays.stream(along).map(a -> a < 0 ? a + rank : a).toArray(),
                        step)))
                .filter(SlicedAxes::isWhole);
    }

    private boolean isWhole() {
        return ends.length == starts.length
                && axes.length == starts.length
                && steps.length == starts.length
                && Arrays.stream(steps).noneMatch(step -> step == 0);
    }

    /** Whether an axis goes through as it is. */
    public boolean keeps(int axis) {
        return IntStream.range(0, axes.length)
                .filter(i -> axes[i] == axis)
                .allMatch(i -> steps[i] > 0 && view.sameSize(node.input(0), axis, node.output(0), axis));
    }
}
