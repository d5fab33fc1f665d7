package io.reparam.fold.shape;

/** One number of a small tensor whose numbers are followed: a whole one, which may depend on free sizes, or a constant real one. */
public sealed interface Element permits Size, Element.Real {
    /** Of a floating-point tensor, and not whole; NaN and infinities among them. */
    record Real(double value) implements Element {}

    /** The number of a floating-point tensor. */
    static Element of(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? Size.of((long) value) : new Real(value);
    }
}
