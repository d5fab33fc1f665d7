package io.reparam.proof;

import io.reparam.fold.FoldReport;
import io.reparam.verify.EquivalenceReport;
import io.reparam.verify.Verdict;
import java.io.Serial;

/** A folded model that is not proved to compute what the original computes. */
public final class UnprovenException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient FoldReport folded;
    private final transient EquivalenceReport proof;

    UnprovenException(FoldReport folded, EquivalenceReport proof) {
        super(
                proof.verdict() == Verdict.DIFFERENT
                        ? "the folded model differs from the original"
                        : "nobody can tell whether the folded model computes the same: " + proof.reason());
        this.folded = folded;
        this.proof = proof;
    }

    /** What was done before it was found out. */
    public FoldReport folded() {
        return folded;
    }

    /** What differs, or why nobody can tell. */
    public EquivalenceReport proof() {
        return proof;
    }
}
