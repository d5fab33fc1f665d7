package io.reparam.proof;

import io.reparam.fold.FoldReport;
import io.reparam.verify.EquivalenceReport;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a fold has to tell, for machines.
 *
 * @param written whether there is an output
 * @param fold what was folded and what was refused
 * @param proof empty if nobody asked for one
 * @param trace one step a fold; empty if nobody asked for it
 */
public record FoldRecord(boolean written, FoldReport fold, Optional<EquivalenceReport> proof, List<TraceStep> trace) {
    public FoldRecord {
        trace = List.copyOf(trace);
    }
}
