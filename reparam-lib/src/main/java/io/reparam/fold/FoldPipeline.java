package io.reparam.fold;

import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphChecker;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies rules in order, again and again until none fires; checks after each pass that the graph is legal, and removes what
 * nothing reads. Folding a folded graph changes nothing. Immutable, for any number of threads.
 */
public final class FoldPipeline {
    /** The {@code metadata_props} entry that says what was folded. */
    public static final String METADATA = "reparam.fold";

    /** What reports call the removal of what nothing reads, which is not a rule. */
    public static final String DEAD_CODE = "DeadCode";

    private static final int OLDEST_OPSET = 9; // BatchNormalization had another meaning before
    private static final int NEWEST_OPSET = 26;

    private final List<FoldRule> rules;
    private final NodeEvaluator evaluator;

    /** Rules in their order, with the evaluator in float64. */
    public FoldPipeline(List<FoldRule> rules) {
        this(rules, new ReferenceEvaluator());
    }

    public FoldPipeline(List<FoldRule> rules, NodeEvaluator evaluator) {
        this.rules = List.copyOf(rules);
        this.evaluator = evaluator;
    }

    /**
     * Folds a copy of a graph.
     *
     * @param source legal; not changed
     * @throws io.reparam.graph.IllegalGraphException if the source is not legal
     */
    public FoldResult run(Graph source) {
        return run(source, FoldListener.NONE);
    }

    /**
     * Folds a copy of a graph and tells of each fold.
     *
     * @param source legal; not changed
     * @throws io.reparam.graph.IllegalGraphException if the source is not legal
     */
    public FoldResult run(Graph source, FoldListener listener) {
        GraphChecker.check(source);
        GraphSummary before = GraphSummary.of(source);
        if (source.opset() < OLDEST_OPSET || source.opset() > NEWEST_OPSET) {
            Refusal refusal = new Refusal(
                    "opset",
                    source.name(),
                    "the model is of opset " + source.opset() + ", only 9 to 26 are folded; convert it first");
            return new FoldResult(source.copy(), new FoldReport(before, before, List.of(), List.of(refusal)));
        }
        FoldRun run = new FoldRun(source.copy(), evaluator, listener);
        List<Refusal> refusals = new ArrayList<>();
        run.fold(rules, refusals);
        Graph graph = run.graph();
        if (!run.folds().isEmpty()) {
            FoldReport soFar = new FoldReport(before, GraphSummary.of(graph), run.folds(), refusals);
            graph.metadata().merge(METADATA, soFar.summary(), (earlier, now) -> earlier + "; " + now);
        }
        return new FoldResult(graph, new FoldReport(before, GraphSummary.of(graph), run.folds(), refusals));
    }
}
