package io.reparam.fold.shape;

import io.reparam.graph.ElementType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a value before the net runs.
 *
 * @param kind what it is
 * @param type of a tensor's elements; null if nothing tells
 * @param dims of a tensor; null if not even their number is known
 * @param elements row-major, of a small tensor whose numbers are followed; null of any other
 * @param inner what a sequence or an optional holds; null if nothing tells, or if it is neither
 */
public record Fact(
        Kind kind,
        @Nullable ElementType type,
        @Nullable List<Size> dims,
        @Nullable List<Element> elements,
        @Nullable Fact inner) {
    /** Nothing. */
    public static final Fact UNKNOWN = new Fact(Kind.UNKNOWN, null, null, null, null);

    /** More are not a shape. */
    static final int MOST_ELEMENTS = 256;

    /** What a value is. */
    public enum Kind {
        TENSOR,
        SEQUENCE,
        OPTIONAL,
        UNKNOWN
    }

    public Fact {
        dims = dims == null ? null : List.copyOf(dims);
        elements = elements == null || elements.size() > MOST_ELEMENTS || !fills(dims, elements.size())
                ? null
                : List.copyOf(elements);
    }

    /** A graph that no runtime takes may give a value two sizes. */
    private static boolean fills(@Nullable List<Size> dims, int elements) {
        double count = 1;
        for (Size size : dims == null ? List.<Size>of() : dims) {
            count *= size.known().orElse(-1);
        }
        return dims == null || count == elements;
    }

    static Fact tensor(@Nullable ElementType type, @Nullable List<Size> dims) {
        return new Fact(Kind.TENSOR, type, dims, null, null);
    }

    static Fact tensor(@Nullable ElementType type, @Nullable List<Size> dims, @Nullable List<Element> elements) {
        return new Fact(Kind.TENSOR, type, dims, elements, null);
    }

    static Fact sequence(@Nullable Fact inner) {
        return new Fact(Kind.SEQUENCE, null, null, null, inner);
    }

    static Fact optional(@Nullable Fact inner) {
        return new Fact(Kind.OPTIONAL, null, null, null, inner);
    }

    /** Number of dimensions; empty if nothing tells. */
    public OptionalInt rank() {
        return dims == null ? OptionalInt.empty() : OptionalInt.of(dims.size());
    }

    /** How long a dimension is; empty if the value is not known to have it. */
    public Optional<Size> dim(int axis) {
        return dims == null || axis < 0 || axis >= dims.size() ? Optional.empty() : Optional.of(dims.get(axis));
    }

    /** A dimension as a number; empty if it is free. */
    public OptionalLong size(int axis) {
        return dim(axis).map(Size::known).orElse(OptionalLong.empty());
    }

    Fact withElements(@Nullable List<Element> changed) {
        return new Fact(kind, type, dims, changed, inner);
    }

    Fact withDims(@Nullable List<Size> changed) {
        return new Fact(kind, type, changed, elements, inner);
    }

    Fact withType(@Nullable ElementType changed) {
        return new Fact(kind, changed, dims, elements, inner);
    }
}
