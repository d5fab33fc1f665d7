package io.reparam.fold;

import io.reparam.fold.shape.Inference;
import io.reparam.graph.Attribute;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphChecker;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds the graphs that nodes hold, each as a graph of its own. A body runs many times or never, so nothing goes into it or out of
 * it but what an If with a known condition gives away.
 */
record BodyFolds(List<FoldRule> rules, FoldRun around) {
    /**
     * Of all nodes of the graph around.
     *
     * @param refusals receives what is refused in them
     * @return whether something was folded
     */
    boolean fold(List<Refusal> refusals) {
        boolean changed = false;
        for (Node node : List.copyOf(around.graph().nodes())) {
            Node now = node;
            for (Map.Entry<String, Attribute> attribute :
                    node.attributes().asMap().entrySet()) {
                if (attribute.getValue() instanceof Attribute.Opaque opaque && opaque.isGraph()) {
                    now = folded(now, attribute.getKey(), opaque, refusals).orElse(now);
                }
            }
            if (now != node) {
                around.graph().replace(node, now);
                changed = true;
            }
        }
        return changed;
    }

    private Optional<Node> folded(Node holder, String attribute, Attribute.Opaque opaque, List<Refusal> refusals) {
        List<Graph> graphs = opaque.graphs(around.graph());
        Graph graph = graphs.get(0);
        Optional<Inference> inference =
                graphs.size() == 1 ? around.inference().inside(holder, attribute, graph) : Optional.empty();
        if (inference.isEmpty()) {
            return Optional.empty();
        }
        Body body = Body.of(holder, attribute, graph, around.graph());
        if (!GraphChecker.problems(graph).isEmpty()) {
            return Optional.empty(); // whoever runs the model says what is wrong with it
        }
        FoldRun run = around.inside(graph, inference.get());
        run.fold(inBodies(), refusals);
        return run.changed() ? Optional.of(body.put()) : Optional.empty();
    }

    /** A gate in a body is not named: calibration, which would take it out, sees only what runs once an image. */
    private List<FoldRule> inBodies() {
        return rules.stream()
                .filter(rule -> !rule.name().equals(FoldReport.GATE))
                .toList();
    }
}
