package io.reparam.graph;

import java.util.Arrays;
import java.util.List;

/** One dimension of a {@link Value}: a size, a name that stands for one, or nothing known. */
public sealed interface Dim {
    /**
     * A size as the file says it. Some exporters write a negative one where they mean unknown; it is kept as it is.
     *
     * @param size in elements
     */
    record Fixed(long size) implements Dim {
        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /**
     * A free dimension with a name, such as N; equal names mean equal sizes.
     *
     * @param name not blank
     */
    record Named(String name) implements Dim {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A free dimension without a name. */
    record Unknown() implements Dim {
        @Override
        public String toString() {
            return "?";
        }
    }

    /**
     * Dimensions from numbers and names.
     *
     * @param dims Integer or Long for a size, String for a name, Dim for itself
     * @throws IllegalArgumentException if one is something else
     */
    static List<Dim> list(Object... dims) {
        return Arrays.stream(dims).map(Dim::of).toList();
    }

    private static Dim of(Object dim) {
        if (dim instanceof Dim same) {
            return same;
        }
        if (dim instanceof String name && !name.isBlank()) {
            return new Named(name);
        }
        if (dim instanceof Integer || dim instanceof Long) {
            return new Fixed(((Number) dim).longValue());
        }
        throw new IllegalArgumentException("dimension '" + dim + "' must be a whole number or a name");
    }
}
