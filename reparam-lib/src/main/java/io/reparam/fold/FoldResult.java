package io.reparam.fold;

import io.reparam.graph.Graph;

/**
 * A folded graph and what was done.
 *
 * @param graph a new one; the source is as it was
 * @param report what was folded and what was refused
 */
public record FoldResult(Graph graph, FoldReport report) {}
