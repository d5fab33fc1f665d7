package io.reparam.fold;

import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Removes nodes and initializers that nothing reads. Runtimes don't: a branch that nobody reads is kept and computed. */
final class DeadCode {
    private DeadCode() {}

    /** Of a whole graph. @return whether something was removed */
    static boolean remove(Graph graph) {
        Deque<String> open = new ArrayDeque<>(graph.initializers().keySet());
        graph.nodes().forEach(node -> open.addAll(node.outputs()));
        boolean outputless =
                graph.nodes().stream().anyMatch(node -> node.outputs().stream().allMatch(String::isEmpty));
        for (Node node : outputless ? List.copyOf(graph.nodes()) : List.<Node>of()) {
            if (node.outputs().stream().allMatch(String::isEmpty)) {
                graph.remove(node);
            }
        }
        return remove(graph, open) | outputless;
    }

    /** What a change has left unread. */
    static void removeAfterChange(Graph graph) {
        remove(graph, new ArrayDeque<>(graph.takeUnread()));
    }

    private static boolean remove(Graph graph, Deque<String> open) {
        boolean any = false;
        while (!open.isEmpty()) {
            String name = open.removeLast();
            if (isRead(graph, name)) {
                continue;
            }
            Optional<Node> producer = graph.producer(name);
            if (producer.isPresent() && producer.get().outputs().stream().noneMatch(output -> isRead(graph, output))) {
                graph.remove(producer.get());
                any = true;
            } else if (producer.isEmpty() && graph.initializer(name).isPresent() && !isOverridable(graph, name)) {
                graph.removeInitializer(name);
                graph.removeInput(name); // only below IR version 4 is it one
                any = true;
            }
            open.addAll(graph.takeUnread());
        }
        return any;
    }

    private static boolean isOverridable(Graph graph, String name) {
        return graph.irVersion() >= 4 && graph.isInput(name);
    }

    private static boolean isRead(Graph graph, String name) {
        return graph.isOutput(name) || !graph.consumers(name).isEmpty();
    }
}
