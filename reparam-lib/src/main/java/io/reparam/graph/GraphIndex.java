package io.reparam.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who makes and who reads each value, and where each node stands. Follows every change at a cost that does not grow with the graph.
 * Places are numbers with gaps, so that a node can be put between two others.
 */
final class GraphIndex {
    private static final long GAP = 1L << 32;

    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, List<Node>> consumers = new HashMap<>();
    private final Map<Node, Long> places = new HashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private final Set<String> names = new HashSet<>();

    GraphIndex(List<Node> nodes) {
        renumber(nodes);
        nodes.forEach(this::link);
        unread.clear();
    }

    Map<String, Node> producers() {
        return producers;
    }

    Map<String, List<Node>> consumers() {
        return consumers;
    }

    /** Every name that a node, or a subgraph of one, has or had. */
    Set<String> names() {
        return names;
    }

    /** Names that may have no reader any more. */
    Set<String> unread() {
        return unread;
    }

    boolean contains(Node node) {
        return places.containsKey(node);
    }

    /** The node's position in the list, below 0 if it is not there. */
    int position(Node node, List<Node> nodes) {
        Long place = places.get(node);
        if (place == null) {
            return -1;
        }
        int low = 0;
        int high = nodes.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (place(nodes.get(middle)) < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** @param position of the node in the list, which has it already */
    void added(Node node, int position, List<Node> nodes) {
        long before = position == 0 ? 0 : place(nodes.get(position - 1));
        long after = position == nodes.size() - 1 ? before + 2 * GAP : place(nodes.get(position + 1));
        if (after - before < 2) {
            renumber(nodes);
        } else {
            places.put(node, before + (after - before) / 2);
        }
        link(node);
    }

    void removed(Node node) {
        unlink(node);
        places.remove(node);
    }

    void replaced(Node old, Node replacement) {
        long place = place(old);
        removed(old);
        places.put(replacement, place);
        link(replacement);
    }

    private void renumber(List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            places.put(nodes.get(i), (i + 1) * GAP);
        }
    }

    private long place(Node node) {
        Long place = places.get(node);
        if (place == null) {
            throw new IllegalStateException(node.label() + " has no place");
        }
        return place;
    }

    private void link(Node node) {
        names.addAll(node.innerNames());
        for (String output : node.outputs()) {
            if (!output.isEmpty()) {
                producers.put(output, node);
                names.add(output);
                unread.add(output);
            }
        }
        for (String use : node.uses()) {
            names.add(use);
            List<Node> readers = consumers.computeIfAbsent(use, name -> new ArrayList<>());
            int at = readers.size();
            while (at > 0 && place(readers.get(at - 1)) > place(node)) {
                at--;
            }
            readers.add(at, node);
        }
    }

    private void unlink(Node node) {
        node.outputs().forEach(output -> producers.remove(output, node));
        for (String use : node.uses()) {
            List<Node> readers = consumers.getOrDefault(use, List.of());
            readers.remove(node);
            if (readers.isEmpty()) {
                consumers.remove(use);
                unread.add(use);
            }
        }
    }
}
