package io.reparam.calibrate;

import io.reparam.calibrate.AxisRole.Meaning;
import io.reparam.calibrate.AxisRole.Part;
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
record AxisRoles(List<AxisRole> axes, boolean varies) {
    AxisRoles {
        axes = List.copyOf(axes);
    }

    /** Of a value that is the same for every image. */
    static AxisRoles fixed(List<Long> shape) {
        return new AxisRoles(
                shape.stream().map(size -> AxisRole.of(Meaning.FREE, size)).toList(), false);
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
    AxisRole alignedTo(int rank, int axis) {
        int at = axis - (rank - axes.size());
        return at < 0 ? AxisRole.ONE : axes.get(at);
    }

    /** Element by element, repeated as numpy does. */
    static List<AxisRole> broadcast(List<AxisRoles> inputs) {
        int rank = inputs.stream().mapToInt(AxisRoles::rank).max().orElse(0);
        List<AxisRole> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            AxisRole axis = AxisRole.ONE;
            for (AxisRoles input : inputs) {
                axis = axis.with(input.alignedTo(rank, i));
            }
            axes.add(axis);
        }
        return axes;
    }

    /** The same elements in the same order with other sizes; empty if a part would be torn. */
    Optional<List<AxisRole>> reshaped(List<Long> shape) {
        Deque<Part> parts = new ArrayDeque<>();
        axes.forEach(
                axis -> axis.parts().stream().filter(part -> part.size() > 1).forEach(parts::add));
        List<AxisRole> reshaped = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            long wanted = shape.get(i);
            if (wanted == 1) {
                // a batch of one image stays one
                boolean image = i == 0 && !axes.isEmpty() && axes.get(0).equals(AxisRole.of(Meaning.IMAGE, 1));
                reshaped.add(image ? axes.get(0) : AxisRole.ONE);
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
            reshaped.add(new AxisRole(taken));
        }
        return Optional.of(reshaped);
    }
}
