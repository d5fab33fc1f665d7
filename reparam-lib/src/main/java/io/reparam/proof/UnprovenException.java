package io.reparam.proof;

import io.reparam.fold.FoldReport;
import io.reparam.verify.EquivalenceReport;
import java.io.Serial;

/** A folded model that does not compute what the original computes. */
public final class UnprovenException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient FoldReport folded;
    private final transient EquivalenceReport proof;

    UnprovenException(FoldReport folded, EquivalenceReport proof) {
        super("the folded model differs from the original");
        this.folded = folded;
        this.proof = proof;
    }

    /** What was done before it was found out. */
    public FoldReport folded() {
        return folded;
    }

    /** What differs. */
    public EquivalenceReport proof() {
        return proof;
    }
}
