package io.reparam.proof;

import io.reparam.fold.FoldResult;
import io.reparam.verify.EquivalenceReport;

/**
 * A fold that was written, with its proof.
 *
 * @param result what was folded
 * @param proof that it computes the same
 */
public record Proven(FoldResult result, EquivalenceReport proof) {}
