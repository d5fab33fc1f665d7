package io.reparam.fold.match;

import io.reparam.fold.eval.GraphRun;
import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes that depend on no input and are not computed as arrays of numbers: they work with strings or sequences, or hold a graph.
 * Each is run once as a model of its own, with the nodes before it that have left no stored tensor.
 */
final class ConstantRuns {
    private final NodeEvaluator evaluator;
    /** Values that depend on no input, whatever they are. */
    private final Set<String> fixed = new HashSet<>();
    /** By a node's first output: a name keeps its meaning. */
    private final Map<String, GraphRun> runs = new HashMap<>();

    ConstantRuns(NodeEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Finds what has become free of inputs since the last time. */
    void update(Graph graph, Constants constants) {
        for (Node node : graph.nodes()) {
            if (isFixed(node, graph, constants)) {
                fixed.addAll(node.outputs());
            }
        }
    }

    private boolean isFixed(Node node, Graph graph, Constants constants) {
        if (fixed.contains(key(node)) || constants.isComputed(node) || node.is("Constant")) {
            return true;
        }
        return !constants.isRefused(node) // whoever tried it had a reason
                && !(node.inputs().isEmpty() && !node.hasSubgraph())
                && node.inputs().stream().allMatch(name -> isFixed(name, graph))
                && (!node.hasSubgraph() || node.uses().stream().allMatch(name -> isFixed(name, graph)));
    }

    private boolean isFixed(String name, Graph graph) {
        return name.isEmpty() || fixed.contains(name) || Constants.isStored(name, graph);
    }

    /** Whether a node depends on no input, and its numbers are not known without running it. */
    boolean isCandidate(Node node, Constants constants) {
        return fixed.contains(key(node))
                && !constants.isComputed(node)
                && !node.is("Constant")
                && !(node.inputs().isEmpty() && !node.hasSubgraph());
    }

    /** @param node a {@link #isCandidate candidate} */
    GraphRun of(Node node, Graph graph) {
        String key = key(node);
        GraphRun run = runs.get(key);
        if (run == null) {
            run = alone(node, graph)
                    .map(evaluator::run)
                    .orElseGet(() -> new GraphRun.Failed("what it reads is not computed"));
            runs.put(key, run);
        }
        return run;
    }

    /** A model of a node and of what it needs; empty if something of that did not run before. */
    private Optional<Graph> alone(Node last, Graph graph) {
        Set<Node> needed = new HashSet<>(Set.of(last));
        Set<String> stored = new LinkedHashSet<>();
        Deque<Node> open = new ArrayDeque<>(needed);
        while (!open.isEmpty()) {
            for (String name : open.remove().uses()) {
                if (Constants.isStored(name, graph)) {
                    stored.add(name);
                    continue;
                }
                Node producer = graph.producer(name).orElse(null);
                if (producer == null || runs.get(key(producer)) instanceof GraphRun.Failed) {
                    return Optional.empty();
                }
                if (needed.add(producer)) {
                    open.add(producer);
                }
            }
        }
        return Optional.of(graph.part(needed, stored, last));
    }

    private static String key(Node node) {
        return node.outputs().stream()
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }
}
