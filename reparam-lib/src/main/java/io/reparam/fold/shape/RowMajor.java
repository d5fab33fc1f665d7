package io.reparam.fold.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of a small tensor lie, row-major.
 *
 * @param sizes of the dimensions
 */
record RowMajor(int[] sizes) {
    /** Empty if a dimension is free, or there are too many numbers. */
    static Optional<RowMajor> of(@Nullable List<Size> dims) {
        if (dims == null || !dims.stream().allMatch(Size::isKnown)) {
            return Optional.empty();
        }
        long count = 1;
        int[] sizes = new int[dims.size()];
        for (int i = 0; i < sizes.length; i++) {
            long size = dims.get(i).known().orElseThrow();
            count *= size;
            if (size < 0 || count > Fact.MOST_ELEMENTS) {
                return Optional.empty();
            }
            sizes[i] = (int) size;
        }
        return Optional.of(new RowMajor(sizes));
    }

    int count() {
        int count = 1;
        for (int size : sizes) {
            count *= size;
        }
        return count;
    }

    private int[] position(int element) {
        int[] position = new int[sizes.length];
        int rest = element;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            position[axis] = rest % sizes[axis];
            rest /= sizes[axis];
        }
        return position;
    }

    private int element(int[] position) {
        int element = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            element = element * sizes[axis] + position[axis];
        }
        return element;
    }

    /** The numbers of another layout, each taken from a position of this one. */
    List<Element> taken(List<Element> elements, RowMajor to, UnaryOperator<int[]> from) {
        List<Element> taken = new ArrayList<>();
        for (int i = 0; i < to.count(); i++) {
            taken.add(elements.get(element(from.apply(to.position(i)))));
        }
        return taken;
    }

    /** Broadcast to a wider one. */
    List<Element> spread(List<Element> elements, RowMajor wide) {
        int offset = wide.sizes.length - sizes.length;
        return taken(elements, wide, position -> {
            int[] own = new int[sizes.length];
            for (int axis = 0; axis < own.length; axis++) {
                own[axis] = sizes[axis] == 1 ? 0 : position[axis + offset];
            }
            return own;
        });
    }
}
