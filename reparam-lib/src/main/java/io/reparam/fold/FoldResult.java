package io.reparam.fold;

import io.reparam.graph.Graph;

/**
 * A folded graph and what was done.
 *
 * @param graph a new one; the source is as it was
 * @param report what was folded and what was refused
 */
public record FoldResult(Graph graph, FoldReport report) {

    /** Says more in the model's metadata, if anything was folded: what was not changed stays as it is to the last byte. */
    public FoldResult stamped(String key, String value) {
        if (report.folds().isEmpty()) {
            return this;
        }
        graph.metadata().put(key, value);
        GraphSummary after = report.after().resized(graph);
        return new FoldResult(graph, new FoldReport(report.before(), after, report.folds(), report.refusals()));
    }
}
