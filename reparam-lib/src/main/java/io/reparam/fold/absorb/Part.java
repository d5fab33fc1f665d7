package io.reparam.fold.absorb;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.Affine;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Neighbours along an axis that a node takes out of a value: queries of a joint projection.
 *
 * @param axis of the value, from 0
 * @param start the first one
 * @param count how many
 * @param size of the axis
 */
record Part(int axis, int start, int count, int size) {

    /** What an output of a Split, Slice or Gather takes of the first input; empty if it is not known or takes more than one step. */
    static Optional<Part> of(Node node, String output, GraphView view) {
        OptionalInt rank = view.rank(node.input(0));
        if (rank.isEmpty()) {
            return Optional.empty();
        }
        return switch (node.opType()) {
            case "Split" -> split(node, output, axis(node.attributes().getInt("axis", 0), rank.getAsInt()), view);
            case "Gather" -> gathered(node, axis(node.attributes().getInt("axis", 0), rank.getAsInt()), view);
            case "Slice" -> sliced(node, rank.getAsInt(), view);
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

    /** For the whole axis: what is not of this part stays as it is. */
    Affine spread(Affine a) {
        int step = a.factors().length == 1 ? 0 : 1;
        return a.mapped(IntStream.range(0, size)
                .map(c -> c >= start && c < start + count ? (c - start) * step : -1)
                .toArray());
    }

    private boolean isApartFrom(Part other) {
        return other.axis == axis && (other.start + other.count <= start || start + count <= other.start);
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
                own = Optional.of(new Part(axis, start, (int) count.getAsLong(), (int) size.getAsLong()));
            }
            start += (int) count.getAsLong();
        }
        return own;
    }

    private static Optional<Part> gathered(Node node, int axis, GraphView view) {
        OptionalLong size = view.size(node.input(0), axis);
        return view.constant(node.input(1))
                .filter(index -> index.count() == 1 && index.rank() == 0 && size.isPresent())
                .map(index -> {
                    long at = (long) index.values()[0];
                    return new Part(axis, (int) (at < 0 ? at + size.getAsLong() : at), 1, (int) size.getAsLong());
                });
    }

    /** Bounds are attributes up to opset 9, inputs from 10 on. */
    private static Optional<Part> sliced(Node node, int rank, GraphView view) {
        Optional<long[]> start = bounds(node, "starts", 1, view);
        Optional<long[]> end = bounds(node, "ends", 2, view);
        Optional<long[]> axes = bounds(node, "axes", 3, view).or(() -> Optional.of(new long[] {0}));
        Optional<long[]> steps = node.hasInput(4) ? longs(node.input(4), view) : Optional.of(new long[] {1});
        boolean single = List.of(start, end, axes, steps).stream()
                .allMatch(list -> list.filter(values -> values.length == 1).isPresent());
        if (!single || steps.get()[0] != 1) {
            return Optional.empty();
        }
        int axis = axis(axes.get()[0], rank);
        OptionalLong size = view.size(node.input(0), axis);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        int from = within(start.get()[0], size.getAsLong());
        int to = within(end.get()[0], size.getAsLong());
        return to > from ? Optional.of(new Part(axis, from, to - from, (int) size.getAsLong())) : Optional.empty();
    }

    private static int within(long bound, long size) {
        return (int) Math.max(0, Math.min(size, bound < 0 ? bound + size : bound));
    }

    private static int axis(long axis, int rank) {
        return (int) (axis < 0 ? axis + rank : axis);
    }

    private static Optional<long[]> bounds(Node slice, String attribute, int input, GraphView view) {
        return slice.attributes()
                .getInts(attribute)
                .map(values -> values.stream().mapToLong(v -> v).toArray())
                .or(() -> longs(slice.input(input), view));
    }

    private static Optional<long[]> longs(String value, GraphView view) {
        return view.constant(value).map(NdArray::values).map(values -> {
            long[] longs = new long[values.length];
            IntStream.range(0, longs.length).forEach(i -> longs[i] = (long) values[i]);
            return longs;
        });
    }
}
