package io.reparam.fold;

import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Inference;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphChecker;
import io.reparam.graph.MalformedModelException;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A graph while it is folded, and what was done so far, in graphs that its nodes hold as well. */
final class FoldRun {
    private static final int PASSES = 1000; // every fold shrinks the graph, so this is a broken rule

    private final Graph graph;
    private final NodeEvaluator evaluator;
    private final Constants constants;
    private final FoldListener listener;
    private final List<Fold> folds;
    private final Inference inference;
    private @Nullable GraphView view;
    private boolean changed;

    FoldRun(Graph graph, NodeEvaluator evaluator, FoldListener listener) {
        this(graph, evaluator, listener, new ArrayList<>(), new Inference(graph));
    }

    private FoldRun(
            Graph graph, NodeEvaluator evaluator, FoldListener listener, List<Fold> folds, Inference inference) {
        this.graph = graph;
        this.evaluator = evaluator;
        this.constants = new Constants(evaluator);
        this.listener = listener;
        this.folds = folds;
        this.inference = inference;
    }

    /**
     * The same for a graph that a node holds.
     *
     * @param known of that graph
     */
    FoldRun inside(Graph body, Inference known) {
        return new FoldRun(body, evaluator, (fold, part) -> listener.folded(fold, graph), folds, known);
    }

    Graph graph() {
        return graph;
    }

    Inference inference() {
        return inference;
    }

    List<Fold> folds() {
        return folds;
    }

    /** Whether something was folded in this graph, or in one that a node of it holds. */
    boolean changed() {
        return changed;
    }

    /**
     * Applies rules in order, again and again until none fires, here and in the graphs that nodes hold.
     *
     * @param refusals receives what is refused in the end
     */
    void fold(List<FoldRule> rules, List<Refusal> refusals) {
        int before = refusals.size();
        removeDeadCode();
        boolean again = true;
        for (int pass = 0; again; pass++) {
            if (pass == PASSES) {
                throw new IllegalStateException(
                        "rules still fire after " + PASSES + " passes; one of them undoes another");
            }
            refusals.subList(before, refusals.size()).clear();
            again = pass(rules, refusals) || bodies(rules, refusals);
        }
        if (changed) {
            forgetStaleShapes();
        }
    }

    private boolean pass(List<FoldRule> rules, List<Refusal> refusals) {
        inference.forget(); // what has become constant since the last pass may tell more sizes
        boolean any = false;
        for (FoldRule rule : rules) {
            if (sweep(rule, refusals)) {
                any = true;
                GraphChecker.check(graph);
            }
        }
        changed |= any;
        return any;
    }

    private boolean bodies(List<FoldRule> rules, List<Refusal> refusals) {
        boolean any = new BodyFolds(rules, this).fold(refusals);
        if (any) {
            changed = true;
            view = null;
            DeadCode.removeAfterChange(graph);
            GraphChecker.check(graph);
        }
        return any;
    }

    /** What is dead already hides folds, for it reads values that should have one reader. */
    private void removeDeadCode() {
        int nodes = graph.nodes().size();
        long parameters = graph.parameters();
        if (DeadCode.remove(graph)) {
            changed = true;
            add(fold(FoldPipeline.DEAD_CODE, graph.name(), List.of(), nodes, parameters, List.of()));
        }
    }

    /** What the file says of values, where it is not true: an edited export says what once was, and others believe it. */
    private void forgetStaleShapes() {
        List.copyOf(graph.intermediates().values()).stream()
                .filter(inference::contradicts)
                .forEach(stale -> graph.removeIntermediate(stale.name()));
    }

    /** Offers every node to a rule once. */
    private boolean sweep(FoldRule rule, List<Refusal> refusals) {
        boolean any = false;
        GraphView known = view == null ? new GraphView(graph, constants, inference) : view;
        for (Node node : List.copyOf(graph.nodes())) {
            if (!graph.contains(node)) {
                continue;
            }
            RuleVerdict verdict = verdict(rule, node, known);
            if (verdict instanceof RuleVerdict.Refused refused) {
                refusals.add(new Refusal(rule.name(), node.id(), refused.reason()));
            } else if (verdict instanceof RuleVerdict.Applicable applicable) {
                apply(rule, node, applicable);
                any = true;
            }
        }
        // what a sweep adds is known to the next one; a name keeps its meaning, so what was known stays true
        view = any ? null : known;
        return any;
    }

    private static RuleVerdict verdict(FoldRule rule, Node node, GraphView known) {
        try {
            return rule.pattern()
                    .match(node, known)
                    .map(match -> rule.check(match, known))
                    .orElseGet(RuleVerdict::noMatch);
        } catch (MalformedModelException e) {
            throw e.at(node);
        }
    }

    private void apply(FoldRule rule, Node node, RuleVerdict.Applicable applicable) {
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
