package io.reparam.fold;

import io.reparam.graph.Graph;

/** Hears of each fold when it is made, on the thread that folds. */
@FunctionalInterface
public interface FoldListener {
    FoldListener NONE = (fold, graph) -> {};

    /**
     * A fold was made, and what it left unread is gone.
     *
     * @param graph as it is now; not to be changed or kept
     */
    void folded(Fold fold, Graph graph);
}
