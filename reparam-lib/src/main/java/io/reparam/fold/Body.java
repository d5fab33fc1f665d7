package io.reparam.fold;

import io.reparam.graph.Attribute;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph that a node holds, while it is folded: a branch of an If, the body of a Loop or Scan. It borrows the constants that it
 * reads from the graph around, so that rules can compute with them, and has its other values as inputs. What is borrowed is given
 * back: it stays where it was, and what a fold has made of it gets another name.
 */
final class Body {
    private final Node holder;
    private final String attribute;
    private final Graph graph;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Set<String> values = new HashSet<>();

    private Body(Node holder, String attribute, Graph graph) {
        this.holder = holder;
        this.attribute = attribute;
        this.graph = graph;
    }

    /**
     * @param graph of the attribute, without what it reads from around
     * @param around the graph that the holder is in
     */
    static Body of(Node holder, String attribute, Graph graph, Graph around) {
        Body body = new Body(holder, attribute, graph);
        graph.reserve(around.names());
        if (holder.attributes().asMap().get(attribute) instanceof Attribute.Opaque opaque) {
            opaque.outerUses().forEach(name -> body.borrow(name, around));
        }
        return body;
    }

    Graph graph() {
        return graph;
    }

    private void borrow(String name, Graph around) {
        Tensor constant = around.initializer(name).orElse(null);
        if (constant != null && (around.irVersion() < 4 || !around.isInput(name))) {
            constants.put(name, constant);
            graph.putInitializer(constant);
        } else {
            values.add(name);
            graph.addInput(Value.named(name));
        }
    }

    /** The holder with this graph as it is now. */
    Node put() {
        values.forEach(graph::removeInput);
        constants.forEach((name, constant) -> {
            Tensor now = graph.initializer(name).orElse(null);
            if (now != null) {
                graph.removeInitializer(name);
            }
            if (now != null && now != constant) {
                rename(now);
            }
        });
        return holder.withAttributes(holder.attributes().withGraph(attribute, graph));
    }

    /** A fold changes a constant under its name if one node alone reads it; here others around may read it, too. */
    private void rename(Tensor changed) {
        String name = graph.freshName(changed.name());
        graph.putInitializer(changed.named(name));
        for (Node reader : List.copyOf(graph.consumers(changed.name()))) {
            graph.replace(
                    reader,
                    reader.withInputs(reader.inputs().stream()
                            .map(input -> input.equals(changed.name()) ? name : input)
                            .toList()));
        }
    }
}
