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

    private static final int OLDEST_OPSET = 7; // what operators broadcast was said by attributes before
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
        FoldRun run = new FoldRun(source.copy(), evaluator, listener);
        Graph graph = run.graph();
        GraphSummary before = GraphSummary.of(graph, run.inference());
        if (!isFolded(source)) {
            Refusal refusal = new Refusal(
                    "opset",
                    source.name(),
                    "the model is of opset " + source.opset() + ", only 7 to 26 are folded; convert it first");
            return new FoldResult(graph, new FoldReport(before, before, List.of(), List.of(refusal)));
        }
        List<Refusal> refusals = new ArrayList<>();
        run.fold(rules, refusals);
        FoldReport report = new FoldReport(before, GraphSummary.of(graph, run.inference()), run.folds(), refusals);
        if (run.folds().isEmpty()) {
            return new FoldResult(graph, report);
        }
        graph.metadata().merge(METADATA, report.summary(), (earlier, now) -> earlier + "; " + now);
        GraphSummary after = report.after().resized(graph);
        return new FoldResult(graph, new FoldReport(before, after, run.folds(), refusals));
    }

    /**
     * The folded copy alone, without a report and without an entry in its metadata.
     *
     * @param source legal; not changed
     * @throws io.reparam.graph.IllegalGraphException if the source is not legal
     */
    public Graph folded(Graph source, FoldListener listener) {
        GraphChecker.check(source);
        FoldRun run = new FoldRun(source.copy(), evaluator, listener);
        if (isFolded(source)) {
            run.fold(rules, new ArrayList<>());
        }
        return run.graph();
    }

    private static boolean isFolded(Graph source) {
        return source.opset() >= OLDEST_OPSET && source.opset() <= NEWEST_OPSET;
    }
}
