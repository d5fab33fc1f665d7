package io.reparam.fold.absorb;

import io.reparam.fold.layer.Affine;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import java.util.Optional;

/** What may be moved across an operator, from its input to its output; each includes those above it. */
enum Commutes {
    /** Only factors above 0. */
    POSITIVE_FACTORS,
    /** Any factor, no summand. */
    FACTORS,
    /** Factors and summands. */
    ALL;

    /** What an operator lets pass by its kind alone; empty if nothing. */
    static Optional<Commutes> of(Node node) {
        return Operators.is(node, Trait.COMMUTES_WITH_AFFINE)
                ? Optional.of(ALL)
                : Operators.is(node, Trait.COMMUTES_WITH_SCALE)
                        ? Optional.of(FACTORS)
                        : Operators.is(node, Trait.COMMUTES_WITH_POSITIVE_SCALE)
                                ? Optional.of(POSITIVE_FACTORS)
                                : Optional.empty();
    }

    Commutes and(Commutes other) {
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
