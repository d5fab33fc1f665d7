package io.reparam.proof;

import io.reparam.fold.FoldReport;
import io.reparam.verify.EquivalenceReport;

/**
 * A fold that was written, with its proof.
 *
 * @param report what was folded
 * @param proof that it computes the same
 */
public record Proven(FoldReport report, EquivalenceReport proof) {}
