package io.reparam.fold;

import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Inference;
import io.reparam.graph.Graph;
import io.reparam.graph.MalformedModelException;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A graph while it is folded, and what was done so far. */
final class FoldRun {
    private final Graph graph;
    private final Constants constants;
    private final FoldListener listener;
    private final List<Fold> folds = new ArrayList<>();
    private final Inference inference;
    private @Nullable GraphView view;

    FoldRun(Graph graph, Constants constants, FoldListener listener) {
        this.graph = graph;
        this.constants = constants;
        this.listener = listener;
        this.inference = new Inference(graph);
    }

    Graph graph() {
        return graph;
    }

    List<Fold> folds() {
        return folds;
    }

    /** What is dead already hides folds, for it reads values that should have one reader. */
    void removeDeadCode() {
        int nodes = graph.nodes().size();
        long parameters = graph.parameters();
        if (DeadCode.remove(graph)) {
            add(fold(FoldPipeline.DEAD_CODE, graph.name(), List.of(), nodes, parameters, List.of()));
        }
    }

    /** What has become constant since the last pass may tell more sizes. */
    void startPass() {
        inference.forget();
    }

    /** What the file says of values, where it is not true: an edited export says what once was, and others believe it. */
    void forgetStaleShapes() {
        List.copyOf(graph.intermediates().values()).stream()
                .filter(inference::contradicts)
                .forEach(stale -> graph.removeIntermediate(stale.name()));
    }

    /** Offers every node to a rule once. */
    boolean sweep(FoldRule rule, List<Refusal> refusals) {
        boolean changed = false;
        GraphView known = view == null ? new GraphView(graph, constants, inference) : view;
        for (Node node : List.copyOf(graph.nodes())) {
            if (!graph.contains(node)) {
                continue;
            }
            Verdict verdict = verdict(rule, node, known);
            if (verdict instanceof Verdict.Refused refused) {
                refusals.add(new Refusal(rule.name(), node.id(), refused.reason()));
            } else if (verdict instanceof Verdict.Applicable applicable) {
                apply(rule, node, applicable);
                changed = true;
            }
        }
        // what a sweep adds is known to the next one; a name keeps its meaning, so what was known stays true
        view = changed ? null : known;
        return changed;
    }

    private static Verdict verdict(FoldRule rule, Node node, GraphView known) {
        try {
            return rule.pattern()
                    .match(node, known)
                    .map(match -> rule.check(match, known))
                    .orElseGet(Verdict::noMatch);
        } catch (MalformedModelException e) {
            throw e.at(node);
        }
    }

    private void apply(FoldRule rule, Node node, Verdict.Applicable applicable) {
        int nodes = graph.nodes().size();
        long parameters = graph.parameters();
        applicable.rewrite().apply(new GraphEdit(graph, constants));
        DeadCode.removeAfterChange(graph);
        List<String> names = applicable.nodes().stream().map(Node::id).toList();
        add(fold(rule.name(), node.id(), names, nodes, parameters, applicable.zeroChannels()));
    }

    private void add(Fold fold) {
        folds.add(fold);
        listener.folded(fold, graph);
    }

    private Fold fold(String rule, String node, List<String> names, int nodes, long parameters, List<Integer> zeros) {
        return new Fold(rule, node, names, nodes - graph.nodes().size(), parameters - graph.parameters(), zeros);
    }
}
