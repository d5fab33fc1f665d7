package io.reparam.fold.absorb;

import io.reparam.fold.layer.Affine;

/** What may be moved across an operator, from its input to its output; each includes those above it. */
enum Passage {
    /** Only factors above 0. */
    POSITIVE_FACTORS,
    /** Any factor, no summand. */
    FACTORS,
    /** Factors and summands. */
    ALL;

    Passage and(Passage other) {
        return compareTo(other) < 0 ? this : other;
    }

    boolean lets(Affine affine) {
        return switch (this) {
            case ALL -> true;
            case FACTORS -> affine.isScale();
            case POSITIVE_FACTORS -> affine.isPositiveScale();
        };
    }
}
