package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldDigestTest {
    private static final GraphSummary SOME = summary(Map.of("Conv", 10, "Add", 5));

    private static GraphSummary summary(Map<String, Integer> operators) {
        return new GraphSummary(
                operators.values().stream().mapToInt(Integer::intValue).sum(),
                operators,
                1000,
                4000,
                new Workload(new Cost(1_000_000, 4000), 0));
    }

    private static String text(GraphSummary before, List<Fold> folds, List<Refusal> refusals) {
        return new FoldReport(before, SOME, folds, refusals).text();
    }

    private static Refusal stays(String operator, String node, String why) {
        return new Refusal("SomeRule", node, operator + " '" + node + "' stays: " + why);
    }

    @Test
    void nodesThatStayForOneReason_areOneLine_whateverTheirNames() {
        List<Refusal> refusals = IntStream.range(0, 33)
                .mapToObj(i -> stays("Add", "add" + i, "the output of Conv 'conv" + i + "' is read " + i + " times"))
                .toList();
        assertThat(text(SOME, List.of(), refusals))
                .contains("  33 Add, such as Add 'add0' stays: the output of Conv 'conv0' is read 0 times")
                .hasLineCount(5);
    }

    @Test
    void nodeThatStaysAlone_isNamed() {
        assertThat(text(SOME, List.of(), List.of(stays("Mul", "scale", "it pads by 3"))))
                .contains("  Mul 'scale' stays: it pads by 3");
    }

    @Test
    void manyRulesAndReasons_fitATerminal() {
        List<Fold> folds = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            folds.add(new Fold("ARuleWithALongName" + i, "n" + i, List.of(), 1, 0, List.of()));
            refusals.add(stays("Op" + (char) ('a' + i % 26) + i, "m" + i, "reason"));
        }
        String text = text(SOME, folds, refusals);
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(15);
        assertThat(text).contains("other rules", "54 others for other reasons; --verbose names each");
        assertThat(new FoldReport(SOME, SOME, folds, refusals).details()).contains("m0", "m59", "ARuleWithALongName59");
    }

    @Test
    void gates_areCounted_andNotListed() {
        List<Refusal> refusals = List.of(
                new Refusal(FoldReport.GATE, "mul1", "Mul 'mul1' scales 'x'"),
                new Refusal(FoldReport.GATE, "mul2", "Mul 'mul2' scales 'y'"));
        FoldReport report = new FoldReport(SOME, SOME, List.of(), refusals);
        assertThat(report.gates()).isEqualTo(2);
        assertThat(report.text()).doesNotContain("kept", "mul1");
    }

    @Test
    void quantizedGraph_isToldToFoldBefore() {
        assertThat(text(summary(Map.of("QuantizeLinear", 3)), List.of(), List.of()))
                .contains("fold before quantizing");
        assertThat(text(SOME, List.of(), List.of())).doesNotContain("quantiz");
    }
}
