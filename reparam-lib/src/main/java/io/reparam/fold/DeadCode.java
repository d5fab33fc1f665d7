package io.reparam.fold;

import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.List;

/** Removes nodes and initializers that nothing reads. Runtimes don't: a branch that nobody reads is kept and computed. */
final class DeadCode {
    private DeadCode() {}

    /** @return whether something was removed */
    static boolean remove(Graph graph) {
        boolean any = false;
        // backwards, so that a node goes after its readers
        List<Node> nodes = List.copyOf(graph.nodes());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (nodes.get(i).outputs().stream().noneMatch(name -> isRead(graph, name))) {
                graph.remove(nodes.get(i));
                any = true;
            }
        }
        for (String name : List.copyOf(graph.initializers().keySet())) {
            boolean overridable = graph.irVersion() >= 4 && graph.isInput(name);
            if (!isRead(graph, name) && !overridable) {
                graph.removeInitializer(name);
                graph.removeInput(name); // only below IR version 4 is it one
                any = true;
            }
        }
        return any;
    }

    private static boolean isRead(Graph graph, String name) {
        return graph.isOutput(name) || !graph.consumers(name).isEmpty();
    }
}
