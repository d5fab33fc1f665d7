package io.reparam.fold;

import io.reparam.fold.shape.Inference;
import io.reparam.graph.Attribute;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The size of a graph.
 *
 * @param nodes in all, those in bodies of If, Loop and Scan among them
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
        return of(graph, new Inference(graph));
    }

    /** @param shapes of the graph's values, as far as they are known by now */
    static GraphSummary of(Graph graph, Inference shapes) {
        Map<String, Integer> byOperator = new TreeMap<>();
        long parameters = count(graph, byOperator);
        int nodes = byOperator.values().stream().mapToInt(Integer::intValue).sum();
        return new GraphSummary(nodes, byOperator, parameters, OnnxFile.size(graph), Workload.of(graph, shapes));
    }

    /** The same after what changes neither nodes nor weights, such as metadata. */
    GraphSummary resized(Graph graph) {
        return new GraphSummary(nodes, nodesByOperator, parameters, OnnxFile.size(graph), work);
    }

    /** @return elements of floating-point constants, those of graphs in nodes among them */
    private static long count(Graph graph, Map<String, Integer> byOperator) {
        long parameters = graph.parameters();
        for (Node node : graph.nodes()) {
            byOperator.merge(node.opType(), 1, Integer::sum);
            for (Attribute attribute : node.attributes().asMap().values()) {
                if (attribute instanceof Attribute.Opaque opaque && opaque.isGraph()) {
                    for (Graph body : opaque.graphs(graph)) {
                        parameters += count(body, byOperator);
                    }
                }
            }
        }
        return parameters;
    }
}
