package io.reparam.fold.simplify;

import io.reparam.fold.match.GraphView;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Connected nodes behind Transposes of one order that can stand in front of them.
 *
 * @param nodes as they run
 * @param entering results of such Transposes, and what these transpose
 * @param foreign other values that enter
 * @param leaving Transposes back to the first layout
 * @param staying values that others read in the layout that they have
 * @param gain how many Transposes fewer there would be
 */
record LayoutRegion(
        Relayout relayout,
        Set<Node> nodes,
        Map<String, String> entering,
        Set<String> foreign,
        List<Node> leaving,
        Set<String> staying,
        int gain) {
    private static final int MOST = 4000; // nodes

    static LayoutRegion around(Node transpose, AxisOrder order, GraphView view) {
        Relayout relayout = new Relayout(order, view);
        Set<Node> nodes = grown(transpose, relayout, view.graph());
        Map<String, String> entering = new LinkedHashMap<>();
        Set<String> foreign = new TreeSet<>();
        List<Node> leaving = new ArrayList<>();
        Set<String> staying = new LinkedHashSet<>();
        int gone = 0;
        for (Node node : nodes) {
            for (String value : relayout.data(node)) {
                Optional<Node> producer = view.graph().producer(value);
                Optional<Node> into = producer.filter(
                        other -> AxisOrder.of(other).filter(order::equals).isPresent());
                if (into.isPresent()) {
                    boolean first = entering.put(value, into.get().input(0)) == null;
                    gone += first && isReadWithin(value, nodes, view) ? 1 : 0;
                } else if (producer.filter(nodes::contains).isEmpty()) {
                    foreign.add(value);
                }
            }
            for (String value : node.outputs()) {
                leaves(value, relayout, nodes, view, leaving, staying);
            }
        }
        int gain = gone + leaving.size() - foreign.size() - staying.size();
        return new LayoutRegion(relayout, nodes, entering, foreign, leaving, staying, gain);
    }

    private static boolean isReadWithin(String value, Set<Node> nodes, GraphView view) {
        return view.replaceable(value) && nodes.containsAll(view.graph().consumers(value));
    }

    private static void leaves(
            String value, Relayout relayout, Set<Node> nodes, GraphView view, List<Node> leaving, Set<String> staying) {
        boolean stays = !view.replaceable(value);
        for (Node reader : view.graph().consumers(value)) {
            boolean back = AxisOrder.of(reader)
                            .filter(relayout.order().inverse()::equals)
                            .isPresent()
                    && canGo(reader.output(0), leaving, value, view);
            if (back) {
                leaving.add(reader);
            } else {
                stays |= !nodes.contains(reader);
            }
        }
        if (stays) {
            staying.add(value);
        }
    }

    /** One of several Transposes of a value may have the name of an output of the graph. */
    private static boolean canGo(String result, List<Node> leaving, String value, GraphView view) {
        return view.isReadByInputsOnly(result)
                && (!view.graph().isOutput(result)
                        || leaving.stream()
                                .filter(other -> other.input(0).equals(value))
                                .noneMatch(other -> view.graph().isOutput(other.output(0))));
    }

    /** The name that a value has in the first layout: that of an output of the graph, if it is one there. */
    Optional<String> left(String value) {
        Graph graph = relayout.view().graph();
        List<String> results = leaving.stream()
                .filter(node -> node.input(0).equals(value))
                .map(node -> node.output(0))
                .toList();
        return results.stream()
                .filter(graph::isOutput)
                .findFirst()
                .or(() -> results.stream().findFirst());
    }

    private static Set<Node> grown(Node transpose, Relayout relayout, Graph graph) {
        Set<Node> found = new LinkedHashSet<>();
        Deque<Node> open = new ArrayDeque<>(graph.consumers(transpose.output(0)));
        while (!open.isEmpty() && found.size() < MOST) {
            Node node = open.remove();
            if (found.contains(node) || !relayout.takes(node)) {
                continue;
            }
            found.add(node);
            for (String value : relayout.data(node)) {
                graph.producer(value).ifPresent(open::add);
                open.addAll(graph.consumers(value));
            }
            node.outputs().forEach(value -> open.addAll(graph.consumers(value)));
        }
        Set<Node> inOrder = new LinkedHashSet<>();
        graph.nodes().stream().filter(found::contains).forEach(inOrder::add);
        return inOrder;
    }
}
