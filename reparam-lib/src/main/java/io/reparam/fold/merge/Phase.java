package io.reparam.fold.merge;

import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.SlicedAxes;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.Optional;

/**
 * Every so many-th position of an image along each axis, as one Slice or several take it.
 *
 * @param source the image
 * @param offsets first position along each axis, below its step
 * @param steps along each axis, at least 1
 */
record Phase(String source, long[] offsets, long[] steps) {
    private static final long FAR = Integer.MAX_VALUE;

    /** Empty if a value is no slice, or one that ends before the image does. */
    static Optional<Phase> of(String value, int rank, GraphView view) {
        long[] offsets = new long[rank];
        long[] steps = new long[rank];
        Arrays.fill(steps, 1);
        String source = value;
        Optional<Node> slice = slice(source, view);
        while (slice.isPresent()) {
            if (!slice.flatMap(node -> SlicedAxes.of(node, view))
                    .filter(taken -> add(taken, offsets, steps))
                    .isPresent()) {
                return Optional.empty();
            }
            source = slice.get().input(0);
            slice = slice(source, view);
        }
        return source.equals(value) ? Optional.empty() : Optional.of(new Phase(source, offsets, steps));
    }

    private static Optional<Node> slice(String value, GraphView view) {
        return view.graph().producer(value).filter(node -> node.is("Slice"));
    }

    /** @return whether each axis is taken at most once, from below its step up to the end */
    private static boolean add(SlicedAxes taken, long[] offsets, long[] steps) {
        for (int i = 0; i < taken.axes().length; i++) {
            int axis = (int) taken.axes()[i];
            long step = taken.steps()[i];
            long start = taken.starts()[i];
            long end = taken.ends()[i];
            long size = taken.view().size(taken.node().input(0), axis).orElse(FAR);
            boolean whole = end >= size;
            if (axis < 0 || axis >= steps.length || steps[axis] != 1 || start < 0 || start >= step || !whole) {
                return false;
            }
            offsets[axis] = start;
            steps[axis] = step;
        }
        return true;
    }
}
