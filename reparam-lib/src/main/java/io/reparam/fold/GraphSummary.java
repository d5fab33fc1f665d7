package io.reparam.fold;

import io.reparam.graph.Attribute;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
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
    private static final Set<ElementType> FLOATING =
            EnumSet.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.BFLOAT16);

    public GraphSummary {
        nodesByOperator = Collections.unmodifiableMap(new TreeMap<>(nodesByOperator));
    }

    public static GraphSummary of(Graph graph) {
        Map<String, Integer> byOperator = new TreeMap<>();
        graph.nodes().forEach(node -> byOperator.merge(node.opType(), 1, Integer::sum));
        return new GraphSummary(
                graph.nodes().size(), byOperator, parameters(graph), OnnxFile.size(graph), Workload.of(graph));
    }

    static long parameters(Graph graph) {
        long count = graph.initializers().values().stream()
                .mapToLong(GraphSummary::elements)
                .sum();
        for (Node node : graph.nodes()) {
            for (Attribute attribute : node.attributes().asMap().values()) {
                count += attribute instanceof Attribute.Array array ? elements(array.value()) : 0;
            }
        }
        return count;
    }

    private static long elements(Tensor tensor) {
        return FLOATING.contains(tensor.type()) ? tensor.size() : 0;
    }
}
