package io.reparam.service.batch;

import java.util.List;

/** Runs a batch. One thread at a time calls it, so it may keep memory of its own. */
@FunctionalInterface
public interface BatchRunner<I, O> {
    /**
     * Runs items of one shape, together at most {@link BatchLimits#maxBatch} rows.
     *
     * @return an answer for each, in the same order; what it throws makes each item run alone, and then fail alone
     */
    List<O> run(List<I> items);
}
