package io.reparam.fold;

import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The size of a graph.
 *
 * @param nodes in all
 * @param nodesByOperator sorted by name
 * @param parameters elements of all floating-point constants
 * @param bytes of the file
 * @param work for one input of nominal size
 */
public record GraphSummary(
        int nodes, Map<String, Integer> nodesByOperator, long parameters, long bytes, Workload work) {
    public GraphSummary {
        nodesByOperator = Collections.unmodifiableMap(new TreeMap<>(nodesByOperator));
    }

    public static GraphSummary of(Graph graph) {
        Map<String, Integer> byOperator = new TreeMap<>();
        graph.nodes().forEach(node -> byOperator.merge(node.opType(), 1, Integer::sum));
        return new GraphSummary(
                graph.nodes().size(), byOperator, graph.parameters(), OnnxFile.size(graph), Workload.of(graph));
    }
}
