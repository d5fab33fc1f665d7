package io.reparam.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who makes and who reads each value; built anew after a change, which costs one walk over the graph. */
record GraphIndex(Map<String, Node> producers, Map<String, List<Node>> consumers, Set<Node> nodes) {
    static GraphIndex of(List<Node> nodes) {
        Map<String, Node> producers = new HashMap<>();
        Map<String, List<Node>> consumers = new HashMap<>();
        for (Node node : nodes) {
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    producers.put(output, node);
                }
            }
            for (String use : node.uses()) {
                consumers.computeIfAbsent(use, name -> new ArrayList<>()).add(node);
            }
        }
        return new GraphIndex(producers, consumers, new HashSet<>(nodes));
    }
}
