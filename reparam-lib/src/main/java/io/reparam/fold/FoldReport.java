package io.reparam.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What folding did to a graph.
 *
 * @param before the graph as it came
 * @param after the graph as it left
 * @param folds in the order they were made
 * @param refusals of what is still in the graph
 */
public record FoldReport(GraphSummary before, GraphSummary after, List<Fold> folds, List<Refusal> refusals) {
    /** The rule that folds nothing and names attention that depends on the input. */
    public static final String GATE = "InputDependentGate";

    public FoldReport {
        folds = List.copyOf(folds);
        refusals = List.copyOf(refusals);
    }

    /** How often each rule fired, sorted by name. */
    public Map<String, Integer> foldsByRule() {
        Map<String, Integer> counts = new TreeMap<>();
        folds.forEach(fold -> counts.merge(fold.rule(), 1, Integer::sum));
        return counts;
    }

    /** One line, for a file's metadata. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        foldsByRule()
                .forEach((rule, count) ->
                        text.append(rule).append(' ').append(count).append(", "));
        return text.append(String.format(
                        Locale.ROOT,
                        "nodes %d -> %d, parameters %d -> %d",
                        before.nodes(),
                        after.nodes(),
                        before.parameters(),
                        after.parameters()))
                .toString();
    }

    /** How many gates depend on the input, so that only calibration takes them out. */
    public int gates() {
        return (int) refusals.stream()
                .filter(refusal -> refusal.rule().equals(GATE))
                .map(Refusal::node)
                .distinct()
                .count();
    }

    /** The lines that fit a terminal. */
    public String text() {
        return String.join(System.lineSeparator(), new FoldDigest(this).lines());
    }

    /** Everything. */
    public String details() {
        List<String> lines = new ArrayList<>();
        lines.add(row("", "before", "after"));
        lines.add(row("nodes", before.nodes(), after.nodes()));
        lines.add(row("parameters", before.parameters(), after.parameters()));
        lines.add(row("bytes", before.bytes(), after.bytes()));
        lines.add(row(
                "multiply-adds, millions",
                before.work().millions(),
                after.work().millions()));
        lines.add(row(
                "bytes of weights", before.work().weightBytes(), after.work().weightBytes()));
        TreeSet<String> operators = new TreeSet<>(before.nodesByOperator().keySet());
        operators.addAll(after.nodesByOperator().keySet());
        for (String operator : operators) {
            int was = before.nodesByOperator().getOrDefault(operator, 0);
            int is = after.nodesByOperator().getOrDefault(operator, 0);
            if (was != is) {
                lines.add(row("  " + operator, was, is));
            }
        }
        lines.add("folds: " + folds.size());
        foldsByRule().forEach((rule, count) -> lines.add(row("  " + rule, count, "")));
        folds.stream()
                .filter(fold -> !fold.zeroChannels().isEmpty())
                .forEach(fold -> lines.add("prunable at " + fold.node() + ": channels " + fold.zeroChannels()));
        lines.add("refused: " + refusals.size());
        refusals.forEach(r -> lines.add("  " + r.rule() + ": " + r.reason()));
        return String.join(System.lineSeparator(), lines);
    }

    /** What fired and what did not, place by place, each with its reason. */
    public String explanation() {
        List<String> lines = new ArrayList<>();
        for (Fold fold : folds) {
            lines.add("fires    " + fold.rule() + " at '" + fold.node() + "': "
                    + (fold.nodes().isEmpty() ? "" : String.join(" + ", fold.nodes()) + ", ") + "nodes "
                    + -fold.nodesRemoved() + ", parameters " + -fold.parametersRemoved());
        }
        refusals.forEach(r -> lines.add("refuses  " + r.rule() + " at '" + r.node() + "': " + r.reason()));
        lines.add(summary());
        return String.join(System.lineSeparator(), lines);
    }

    private static String row(String name, Object left, Object right) {
        return String.format(Locale.ROOT, "%-28s %12s %12s", name, left, right).stripTrailing();
    }
}
