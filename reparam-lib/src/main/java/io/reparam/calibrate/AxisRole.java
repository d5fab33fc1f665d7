package io.reparam.calibrate;

import java.util.ArrayList;
import java.util.List;

/**
 * What one axis of a value stands for. Where a Reshape has joined axes, their parts stay known, so that another Reshape can take
 * them apart again.
 *
 * @param parts the outermost first; empty for one element
 */
record AxisRole(List<Part> parts) {
    /** One element of which nothing has to be known. */
    static final AxisRole ONE = new AxisRole(List.of());

    /** What an index along an axis tells. */
    enum Meaning {
        /** Which image of the batch. */
        IMAGE,
        /** Nothing: the same number again. */
        COPY,
        /** Which of several numbers of an image, such as a channel; not where in the image. */
        FREE,
        /** Where in the image. */
        PLACE,
        /** More than one of these at once. */
        MIXED
    }

    /** @param size 1 or more */
    record Part(Meaning meaning, long size) {}

    AxisRole {
        parts = List.copyOf(parts);
    }

    static AxisRole of(Meaning meaning, long size) {
        return size == 1 && (meaning == Meaning.FREE || meaning == Meaning.COPY)
                ? ONE
                : new AxisRole(List.of(new Part(meaning, size)));
    }

    long size() {
        return parts.stream().mapToLong(Part::size).reduce(1, Math::multiplyExact);
    }

    Meaning meaning() {
        Meaning all = Meaning.COPY;
        for (Part part : parts) {
            all = joined(all, part.meaning());
        }
        return all;
    }

    boolean is(Meaning meaning) {
        return meaning() == meaning;
    }

    /** The same axis with another number of elements, such as after a convolution or a slice. */
    AxisRole resized(long size) {
        return size == size() ? this : of(meaning() == Meaning.COPY ? Meaning.FREE : meaning(), size);
    }

    /** Of a result that is computed element by element from two values, one of which may be repeated. */
    AxisRole with(AxisRole other) {
        if (equals(other) || other.parts.isEmpty()) {
            return this;
        }
        if (parts.isEmpty()) {
            return other;
        }
        if (parts.size() == other.parts.size()) {
            List<Part> joined = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                Part a = parts.get(i);
                Part b = other.parts.get(i);
                if (a.size() != b.size()) {
                    break;
                }
                joined.add(new Part(joined(a.meaning(), b.meaning()), a.size()));
            }
            if (joined.size() == parts.size()) {
                return new AxisRole(joined);
            }
        }
        // one of them has one element, or they are joined of different parts
        return size() == 1
                ? other.size() == 1 ? of(joined(meaning(), other.meaning()), 1) : other
                : other.size() == 1 ? this : of(joined(meaning(), other.meaning()), size());
    }

    private static Meaning joined(Meaning a, Meaning b) {
        if (a == b || b == Meaning.COPY) {
            return a;
        }
        if (a == Meaning.COPY) {
            return b;
        }
        boolean image = a == Meaning.IMAGE || b == Meaning.IMAGE || a == Meaning.MIXED || b == Meaning.MIXED;
        return image ? Meaning.MIXED : Meaning.PLACE;
    }
}
