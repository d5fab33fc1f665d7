package io.reparam.calibrate;

import io.reparam.calibrate.Axis.Meaning;
import io.reparam.calibrate.Axis.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the axes of a value stand for.
 *
 * @param varies whether the value depends on the image
 */
record Layout(List<Axis> axes, boolean varies) {
    Layout {
        axes = List.copyOf(axes);
    }

    /** Of a value that is the same for every image. */
    static Layout fixed(List<Long> shape) {
        return new Layout(
                shape.stream().map(size -> Axis.of(Meaning.FREE, size)).toList(), false);
    }

    int rank() {
        return axes.size();
    }

    boolean has(Meaning meaning) {
        return axes.stream().anyMatch(axis -> axis.is(meaning));
    }

    /** Whether it is computed from the image and yet has no places: only a pooling does that. */
    boolean pooled() {
        return varies && !has(Meaning.PLACE) && !has(Meaning.MIXED);
    }

    /** The axis at this place of a result that has so many axes; one element where there is none. */
    Axis alignedTo(int rank, int axis) {
        int at = axis - (rank - axes.size());
        return at < 0 ? Axis.ONE : axes.get(at);
    }

    /** Element by element, repeated as numpy does. */
    static List<Axis> broadcast(List<Layout> inputs) {
        int rank = inputs.stream().mapToInt(Layout::rank).max().orElse(0);
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            Axis axis = Axis.ONE;
            for (Layout input : inputs) {
                axis = axis.with(input.alignedTo(rank, i));
            }
            axes.add(axis);
        }
        return axes;
    }

    /** The same elements in the same order with other sizes; empty if a part would be torn. */
    Optional<List<Axis>> reshaped(List<Long> shape) {
        Deque<Part> parts = new ArrayDeque<>();
        axes.forEach(
                axis -> axis.parts().stream().filter(part -> part.size() > 1).forEach(parts::add));
        List<Axis> reshaped = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            long wanted = shape.get(i);
            if (wanted == 1) {
                // a batch of one image stays one
                boolean image = i == 0 && !axes.isEmpty() && axes.get(0).equals(Axis.of(Meaning.IMAGE, 1));
                reshaped.add(image ? axes.get(0) : Axis.ONE);
                continue;
            }
            List<Part> taken = new ArrayList<>();
            while (wanted > 1) {
                Part part = parts.poll();
                if (part == null) {
                    return Optional.empty();
                }
                if (wanted % part.size() == 0) {
                    taken.add(part);
                    wanted /= part.size();
                } else if (part.size() % wanted == 0) {
                    Meaning meaning = part.meaning() == Meaning.IMAGE ? Meaning.MIXED : part.meaning();
                    taken.add(new Part(meaning, wanted));
                    parts.addFirst(new Part(meaning, part.size() / wanted));
                    wanted = 1;
                } else {
                    return Optional.empty();
                }
            }
            reshaped.add(new Axis(taken));
        }
        return Optional.of(reshaped);
    }
}
