package io.reparam.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a graph is legal: every value is defined once and before its use, and every output is defined.
 * It does not know operators; the types and shapes of their inputs are left to the runtime.
 */
public final class GraphChecker {
    private GraphChecker() {}

    /** @throws IllegalGraphException naming everything that is wrong */
    public static void check(Graph graph) {
        List<String> problems = problems(graph);
        if (!problems.isEmpty()) {
            throw new IllegalGraphException(graph.name(), problems);
        }
    }

    /** What is wrong with a graph, one sentence each; empty if it is legal. */
    public static List<String> problems(Graph graph) {
        List<String> problems = new ArrayList<>();
        Set<String> defined = new HashSet<>(graph.initializers().keySet());
        OnnxFile.sparseInitializers(graph).forEach(defined::add);
        Set<String> inputs = new HashSet<>();
        for (Value input : graph.inputs()) {
            if (input.name().isEmpty() || !inputs.add(input.name())) {
                problems.add("input '" + input.name() + "' has no name of its own");
            }
        }
        defined.addAll(inputs);
        defined.remove("");
        for (Node node : graph.nodes()) {
            checkNode(node, defined, graph, problems);
        }
        for (Value output : graph.outputs()) {
            if (!defined.contains(output.name())) {
                problems.add("output '" + output.name() + "' is not computed");
            }
        }
        if (graph.outputs().isEmpty()) {
            problems.add("it has no output");
        }
        return problems;
    }

    /** Names that several nodes have. Runtimes accept them in files from elsewhere; new graphs have none. */
    static List<String> repeatedNodeNames(Graph graph) {
        Set<String> names = new HashSet<>();
        return graph.nodes().stream()
                .map(Node::name)
                .filter(name -> !name.isEmpty() && !names.add(name))
                .map(name -> "two nodes have the name '" + name + "'")
                .toList();
    }

    private static void checkNode(Node node, Set<String> defined, Graph graph, List<String> problems) {
        if (node.opType().isEmpty()) {
            problems.add("node '" + node.id() + "' has no operator");
        }
        if (!graph.opsets().containsKey(node.domain())) {
            problems.add(node.label() + " is of domain '" + node.domain() + "', for which the model imports no opset");
        }
        for (String use : node.uses()) {
            if (!defined.contains(use)) {
                boolean later = graph.producer(use).isPresent();
                problems.add(node.label() + " reads '" + use + "', which "
                        + (later ? "is computed only after it" : "is not defined"));
            }
        }
        for (String output : node.outputs()) {
            if (!output.isEmpty() && !defined.add(output)) {
                problems.add(node.label() + " computes '" + output + "', which is already defined");
            }
        }
    }
}
