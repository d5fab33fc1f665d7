package io.reparam.fold.absorb;

import io.reparam.fold.layer.Affine;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.SlicedAxes;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Places along an axis that a node takes out of a value: queries of a joint projection.
 *
 * @param axis of the value, from 0
 * @param places in the order in which they are taken
 * @param size of the axis
 */
record Part(int axis, int[] places, int size) {

    /** What an output of a Split, Slice or Gather takes of the first input; empty if it is not known, or along several axes. */
    static Optional<Part> of(Node node, String output, GraphView view) {
        OptionalInt rank = view.rank(node.input(0));
        if (rank.isEmpty()) {
            return Optional.empty();
        }
        return switch (node.opType()) {
            case "Split" -> split(node, output, axis(node.attributes().getInt("axis", 0), rank.getAsInt()), view);
            case "Gather" -> gathered(node, axis(node.attributes().getInt("axis", 0), rank.getAsInt()), view);
            case "Slice" -> SlicedAxes.of(node, view).flatMap(Part::sliced);
            default -> Optional.empty();
        };
    }

    /** Whether all other readers of the value take other parts of it. */
    static boolean isAlone(Node reader, Part part, GraphView view) {
        String value = reader.input(0);
        return !view.graph().isOutput(value)
                && view.graph().consumers(value).stream()
                        .allMatch(other -> other.equals(reader)
                                ? other.inputs().stream().filter(value::equals).count() == 1
                                : other.input(0).equals(value)
                                        && !other.is("Split")
                                        && other.inputs().stream()
                                                        .filter(value::equals)
                                                        .count()
                                                == 1
                                        && of(other, other.output(0), view)
                                                .filter(part::isApartFrom)
                                                .isPresent());
    }

    /** For the whole axis: what is not of this part stays as it is. Empty if a place is taken twice. */
    Optional<Affine> spread(Affine a) {
        int step = a.factors().length == 1 ? 0 : 1;
        int[] from = new int[size];
        Arrays.fill(from, -1);
        for (int i = 0; i < places.length; i++) {
            if (from[places[i]] >= 0) {
                return Optional.empty();
            }
            from[places[i]] = i * step;
        }
        return Optional.of(a.mapped(from));
    }

    private boolean isApartFrom(Part other) {
        BitSet mine = new BitSet();
        Arrays.stream(places).forEach(mine::set);
        return other.axis == axis && Arrays.stream(other.places).noneMatch(mine::get);
    }

    private static Optional<Part> split(Node node, String output, int axis, GraphView view) {
        int start = 0;
        Optional<Part> own = Optional.empty();
        OptionalLong size = view.size(node.input(0), axis);
        for (String part : node.outputs()) {
            OptionalLong count = view.size(part, axis);
            if (count.isEmpty() || size.isEmpty()) {
                return Optional.empty();
            }
            if (part.equals(output)) {
                int[] places =
                        IntStream.range(start, start + (int) count.getAsLong()).toArray();
                own = Optional.of(new Part(axis, places, (int) size.getAsLong()));
            }
            start += (int) count.getAsLong();
        }
        return own;
    }

    /** Empty if it takes nothing, or the axis has no known size. */
    private static Optional<Part> sliced(SlicedAxes slice) {
        OptionalLong size = slice.axes().length == 1
                ? slice.view().size(slice.node().input(0), (int) slice.axes()[0])
                : OptionalLong.empty();
        if (size.isEmpty()) {
            return Optional.empty();
        }
        long all = size.getAsLong();
        boolean forwards = slice.steps()[0] > 0;
        long first = within(slice.starts()[0], all, 0, forwards ? all : all - 1);
        long end = within(slice.ends()[0], all, forwards ? 0 : -1, forwards ? all : all - 1);
        long step = Math.max(-all, Math.min(all, slice.steps()[0]));
        long count = all == 0 ? 0 : Math.max(0, (end - first + step - Long.signum(step)) / step);
        int[] places = LongStream.range(0, count)
                .mapToInt(i -> (int) (first + i * step))
                .toArray();
        return count == 0 ? Optional.empty() : Optional.of(new Part((int) slice.axes()[0], places, (int) all));
    }

    private static long within(long bound, long size, long least, long most) {
        return Math.max(least, Math.min(most, bound < 0 ? bound + size : bound));
    }

    private static Optional<Part> gathered(Node node, int axis, GraphView view) {
        OptionalLong size = view.size(node.input(0), axis);
        return view.constant(node.input(1))
                .filter(index -> index.rank() <= 1 && size.isPresent())
                .map(index -> Arrays.stream(index.values())
                        .mapToInt(at -> (int) (at < 0 ? at + size.getAsLong() : at))
                        .toArray())
                .filter(places -> Arrays.stream(places).allMatch(place -> place >= 0 && place < size.getAsLong()))
                .map(places -> new Part(axis, places, (int) size.getAsLong()));
    }

    private static int axis(long axis, int rank) {
        return (int) (axis < 0 ? axis + rank : axis);
    }
}
