package io.reparam.fold.match;

/** How long a dimension is, or one number of a list of such: known now, or the same as another one. */
public sealed interface Extent {
    /** A number; in a list for a Reshape also 0 and -1. */
    record Known(long size) implements Extent {}

    /** As long as that dimension of that value, which no operator here explains further. */
    record Same(String value, int axis) implements Extent {}

    /** Computed in a way that is not followed. */
    record Unknown() implements Extent {}
}
