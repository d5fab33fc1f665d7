package io.reparam.fold;

import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report in the few lines that fit a terminal: what folded by rule, what stays grouped by reason. */
final class FoldDigest {
    private static final int WIDTH = 118;
    private static final int RULE_LINES = 3;
    private static final int REASONS = 6;

    private final FoldReport report;
    private final List<String> lines = new ArrayList<>();

    FoldDigest(FoldReport report) {
        this.report = report;
    }

    /** At most 15. */
    List<String> lines() {
        sizes();
        rules();
        prunable();
        kept();
        quantized();
        return lines;
    }

    private void sizes() {
        GraphSummary before = report.before();
        GraphSummary after = report.after();
        lines.add(String.format(Locale.ROOT, "nodes %,d -> %,d", before.nodes(), after.nodes()));
        lines.add(String.format(
                Locale.ROOT,
                "parameters %,d -> %,d, bytes %,d -> %,d, multiply-adds %s -> %s millions",
                before.parameters(),
                after.parameters(),
                before.bytes(),
                after.bytes(),
                before.work().millions(),
                after.work().millions()));
    }

    /** Most frequent first, as many as fit. */
    private void rules() {
        List<String> counts = report.foldsByRule().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(rule -> rule.getValue() + " " + rule.getKey())
                .toList();
        int end = lines.size() + RULE_LINES;
        StringBuilder line = new StringBuilder("folded " + report.folds().size());
        for (int i = 0; i < counts.size(); i++) {
            if (line.length() + counts.get(i).length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ");
                if (lines.size() == end) {
                    lines.set(end - 1, lines.get(end - 1) + ", and " + (counts.size() - i) + " other rules");
                    return;
                }
            }
            line.append(i == 0 ? ": " : line.length() > 1 ? ", " : " ").append(counts.get(i));
        }
        lines.add(line.toString());
    }

    private void prunable() {
        List<Fold> zeros = report.folds().stream()
                .filter(fold -> !fold.zeroChannels().isEmpty())
                .toList();
        if (zeros.size() == 1) {
            lines.add("prunable at " + zeros.get(0).node() + ": channels "
                    + zeros.get(0).zeroChannels());
        } else if (zeros.size() > 1) {
            lines.add("prunable: "
                    + zeros.stream()
                            .mapToInt(fold -> fold.zeroChannels().size())
                            .sum()
                    + " channels at " + zeros.size() + " nodes are 0");
        }
    }

    /** Nodes of one operator that stay for one reason, whatever the names and numbers in it. */
    private record Kind(String operator, String reason) {
        /** Each node has others, in whose place the reason has a letter. */
        boolean hasNumbers() {
            return reason.matches(".*\\bN\\b.*");
        }

        static Kind of(Refusal refusal) {
            String reason = refusal.reason();
            int stays = reason.indexOf(" stays: ");
            String why = stays < 0 ? reason : reason.substring(stays + " stays: ".length());
            String operator = reason.substring(0, Math.max(0, reason.indexOf(' ')));
            return new Kind(operator, why.replaceAll(" '[^']*'", "").replaceAll("\\d+(\\.\\d+)?(E-?\\d+)?", "N"));
        }
    }

    private void kept() {
        Map<Kind, Set<String>> nodes = new LinkedHashMap<>();
        Map<Kind, String> whole = new LinkedHashMap<>();
        for (Refusal refusal : report.refusals()) {
            if (!refusal.rule().equals(FoldReport.GATE)) {
                Kind kind = Kind.of(refusal);
                nodes.computeIfAbsent(kind, k -> new LinkedHashSet<>()).add(refusal.node());
                whole.putIfAbsent(kind, refusal.reason());
            }
        }
        if (nodes.isEmpty()) {
            return;
        }
        List<Kind> kinds = nodes.keySet().stream()
                .sorted(Comparator.comparingInt((Kind kind) -> -size(nodes, kind)))
                .toList();
        lines.add("kept:");
        kinds.stream()
                .limit(kinds.size() == REASONS + 1 ? REASONS + 1 : REASONS)
                .forEach(kind -> lines.add("  " + line(kind, size(nodes, kind), whole.getOrDefault(kind, ""))));
        if (kinds.size() > REASONS + 1) {
            Set<String> others = kinds.stream()
                    .skip(REASONS)
                    .flatMap(kind -> nodes.getOrDefault(kind, Set.of()).stream())
                    .collect(Collectors.toSet());
            lines.add("  " + others.size() + " others for other reasons; --verbose names each");
        }
    }

    /** @param first what is said of the first of them */
    private static String line(Kind kind, int count, String first) {
        String several = count + " " + kind.operator();
        return count == 1 ? first : kind.hasNumbers() ? several + ", such as " + first : several + ": " + kind.reason();
    }

    private static int size(Map<Kind, Set<String>> nodes, Kind kind) {
        return nodes.getOrDefault(kind, Set.of()).size();
    }

    private void quantized() {
        if (Stream.of(Operators.named(Trait.QUANTIZES)).anyMatch(report.before().nodesByOperator()::containsKey)) {
            lines.add("quantized: fold before quantizing, since nothing folds across integers");
        }
    }
}
