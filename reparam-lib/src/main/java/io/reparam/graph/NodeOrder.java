package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * Nodes in the order in which they can run. ONNX asks for it; some tools append what they insert, and ONNX Runtime sorts it out. Nodes
 * that could run keep their places.
 */
final class NodeOrder {
    private NodeOrder() {}

    /** @return the same list if it is in order, or if nodes wait for each other */
    static List<NodeProto> sorted(List<NodeProto> nodes) {
        Map<String, Integer> producers = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            int at = i;
            nodes.get(i).getOutputList().forEach(name -> producers.putIfAbsent(name, at));
        }
        producers.remove("");
        List<Set<Integer>> waiting = new ArrayList<>();
        List<List<Integer>> readers = new ArrayList<>();
        nodes.forEach(node -> readers.add(new ArrayList<>()));
        boolean inOrder = true;
        for (int i = 0; i < nodes.size(); i++) {
            Set<Integer> before = new HashSet<>();
            reads(nodes.get(i), producers, before);
            for (int producer : before) {
                readers.get(producer).add(i);
                inOrder &= producer < i;
            }
            waiting.add(before);
        }
        return inOrder ? nodes : sorted(nodes, waiting, readers);
    }

    private static List<NodeProto> sorted(
            List<NodeProto> nodes, List<Set<Integer>> waiting, List<List<Integer>> readers) {
        Queue<Integer> free = new PriorityQueue<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (waiting.get(i).isEmpty()) {
                free.add(i);
            }
        }
        List<NodeProto> sorted = new ArrayList<>();
        while (!free.isEmpty()) {
            int next = free.remove();
            sorted.add(nodes.get(next));
            for (int reader : readers.get(next)) {
                if (waiting.get(reader).remove(next) && waiting.get(reader).isEmpty()) {
                    free.add(reader);
                }
            }
        }
        return sorted.size() == nodes.size() ? sorted : nodes;
    }

    /** What bodies read of this graph counts; a name that a body defines itself may ask for more order than is needed. */
    private static void reads(NodeProto node, Map<String, Integer> producers, Set<Integer> found) {
        node.getInputList().stream()
                .filter(producers::containsKey)
                .map(producers::get)
                .forEach(found::add);
        for (AttributeProto attribute : node.getAttributeList()) {
            reads(attribute.getG(), producers, found);
            attribute.getGraphsList().forEach(body -> reads(body, producers, found));
        }
    }

    private static void reads(GraphProto body, Map<String, Integer> producers, Set<Integer> found) {
        body.getNodeList().forEach(node -> reads(node, producers, found));
        body.getOutputList().stream()
                .filter(output -> producers.containsKey(output.getName()))
                .forEach(output -> found.add(producers.get(output.getName())));
    }
}
