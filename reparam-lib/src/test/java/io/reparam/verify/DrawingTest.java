package io.reparam.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is fed to a model that does not take everything, or does not do the same with everything. */
class DrawingTest {
    private static final EquivalenceCheck CHECK = new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(5, 1));

    /** {@code y = -x} where a rate is one number, or far above it, else y = x. */
    private static byte[] rated(String comparison, float then) {
        Attributes none = Attributes.none();
        Graph graph = GraphBuilder.of("rated")
                .input("x", "N", 4)
                .output("y", "N", 4)
                .node(Node.of("", comparison, List.of("rate", "limit"), List.of("taken"), none))
                .node(Node.of(
                        "",
                        "If",
                        List.of("taken"),
                        List.of("y"),
                        none.withGraph("then_branch", branch("yes", then)).withGraph("else_branch", branch("no", 1))))
                .buildBody();
        graph.addInput(Value.tensor("rate", ElementType.INT64, Dim.list()));
        graph.putInitializer(Tensor.of("limit", new long[] {}, new long[] {16_000}));
        return OnnxFile.bytes(graph);
    }

    private static Graph branch(String name, float factor) {
        Graph body = GraphBuilder.of(name).buildBody();
        body.putInitializer(Tensor.of(name + ".by", new long[] {}, new float[] {factor}));
        body.add(Node.of("", "Mul", List.of("x", name + ".by"), List.of(name + ".y"), Attributes.none()));
        body.addOutput(Value.named(name + ".y"));
        return body;
    }

    @ParameterizedTest
    @CsvSource({"Equal", "Greater"})
    void branchThatRandomNumbersNeverReach_isComparedAllTheSame(String comparison) {
        EquivalenceReport same = CHECK.run(rated(comparison, -1), rated(comparison, -1), null);
        assertThat(same.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(same.text()).contains("rate = 16000, random images 3");
        assertThat(CHECK.run(rated(comparison, -1), rated(comparison, -2), null).verdict())
                .isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void conditionThatIsAnInput_takesBothBranches() {
        Attributes branches =
                Attributes.none().withGraph("then_branch", branch("yes", 2)).withGraph("else_branch", branch("no", 1));
        Graph graph = GraphBuilder.of("c")
                .input("x", "N", 4)
                .output("y", "N", 4)
                .node(Node.of("", "If", List.of("training"), List.of("y"), branches))
                .buildBody();
        graph.addInput(Value.tensor("training", ElementType.BOOL, Dim.list()));
        EquivalenceReport report = CHECK.run(OnnxFile.bytes(graph), OnnxFile.bytes(graph), null);
        assertThat(report.text()).contains("training = 0, random images 3", "training = 1, random images 3");
    }

    /** A flag that no If reads: where it is set, and only there, the candidate differs. */
    @Test
    void flag_isComparedSetAndUnset() {
        assertThat(CHECK.run(flagged(2), flagged(2), null).text())
                .contains("training = 0, random images 3", "training = 1, random images 3");
        assertThat(CHECK.run(flagged(2), flagged(3), null).verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    private static byte[] flagged(float factor) {
        GraphBuilder builder = GraphBuilder.of("f").input("x", "N", 4).output("y", "N", 4);
        builder.initializer("by", new long[] {}, new float[] {factor});
        builder.node("Mul", "m", Attributes.none(), "x", "by");
        builder.node("Where", "y", Attributes.none(), "training", "m", "x");
        Graph graph = builder.buildBody();
        graph.addInput(Value.tensor("training", ElementType.BOOL, Dim.list()));
        return OnnxFile.bytes(graph);
    }

    /** A layer with a state of {@code [1, batch, 8]}, whose batch has another name than the input's. */
    @Test
    void stateWhoseSecondDimensionIsTheBatch() {
        GraphBuilder builder = GraphBuilder.of("r").input("x", "N", "T", 4).input("h", 1, "M", 8);
        builder.initializer("w", new long[] {1, 8, 4}, values(32));
        builder.initializer("r", new long[] {1, 8, 8}, values(64));
        builder.node("Transpose", "t", Attributes.none().withInts("perm", 1, 0, 2), "x");
        builder.node(Node.of(
                "rnn",
                "RNN",
                List.of("t", "w", "r", "", "", "h"),
                List.of("y"),
                Attributes.none().withInt("hidden_size", 8)));
        builder.node(Node.of("", "Identity", List.of("rate"), List.of("same"), Attributes.none()));
        Graph graph = builder.output(Value.named("y")).buildBody();
        graph.addInput(Value.tensor("rate", ElementType.INT64, Dim.list()));
        graph.addOutput(Value.tensor("same", ElementType.INT64, Dim.list()));
        EquivalenceReport report = CHECK.run(OnnxFile.bytes(graph), OnnxFile.bytes(graph), null);
        assertThat(report.text()).contains("h [1, 2, 8]").contains("EQUIVALENT");
        assertThat(report.untaken()).isEmpty();
    }

    private static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i * 7 % 11 - 5) / 20f;
        }
        return values;
    }
}
