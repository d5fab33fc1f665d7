package io.reparam.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Branches that depend on what only rare inputs have. */
class BranchProofTest {
    private static final EquivalenceCheck CHECK = new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(5, 1));
    private static final Attributes NONE = Attributes.none();

    /** {@code y = factor x} where the sum of x is above a million. */
    private static Graph rare(Graph then) {
        GraphBuilder builder = GraphBuilder.of("rare").input("x", "N", 4).output("y", "N", 4);
        builder.initializer("million", new long[] {}, new float[] {1e6f});
        builder.node("ReduceSum", "sum", NONE.withInt("keepdims", 0), "x");
        builder.node("Greater", "many", NONE, "sum", "million");
        return builder.node(branching("y", "many", then, scaled("no", 1))).buildBody();
    }

    private static Node branching(String output, String condition, Graph then, Graph otherwise) {
        return Node.of(
                "",
                "If",
                List.of(condition),
                List.of(output),
                NONE.withGraph("then_branch", then).withGraph("else_branch", otherwise));
    }

    private static Graph scaled(String name, float factor) {
        Graph body = GraphBuilder.of(name).buildBody();
        body.putInitializer(Tensor.of(name + ".by", new long[] {}, new float[] {factor}));
        body.add(Node.of("", "Mul", List.of("x", name + ".by"), List.of(name + ".y"), NONE));
        body.addOutput(Value.named(name + ".y"));
        return body;
    }

    /** An If in a branch of another. */
    private static Graph nested(float factor) {
        Graph body = GraphBuilder.of("nested").buildBody();
        body.add(branching("inner", "many", scaled("deep", factor), scaled("shallow", 1)));
        body.addOutput(Value.named("inner"));
        return body;
    }

    private static EquivalenceReport compare(Graph original, Graph candidate) {
        return CHECK.run(OnnxFile.bytes(original), OnnxFile.bytes(candidate), null);
    }

    @Test
    void branchThatNoDrawnInputTakes_isCompared() {
        EquivalenceReport same = compare(rare(scaled("yes", 2)), rare(scaled("yes", 2)));
        assertThat(same.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(same.text())
                .contains("each branch taken once, random images 6")
                .doesNotContain("not compared");
        EquivalenceReport other = compare(rare(scaled("yes", 2)), rare(scaled("yes", 3)));
        assertThat(other.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(other.text()).contains("UNDECIDED", "the models differ in the then branch of If 'y'");
    }

    @Test
    void branchInABranch_isCompared() {
        assertThat(compare(rare(nested(2)), rare(nested(2))).verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(compare(rare(nested(2)), rare(nested(3))).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    /** A Reshape to seven columns never fits four. */
    @Test
    void branchThatTheOriginalCannotRun_isNamed() {
        EquivalenceReport report = compare(rare(reshaped()), rare(reshaped()));
        assertThat(report.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(report.text())
                .contains("not compared: then branch of If 'y', unless a drawn input takes it: ")
                .contains("each branch taken once, random images 3");
    }

    private static Graph reshaped() {
        Graph body = GraphBuilder.of("reshaped").buildBody();
        body.putInitializer(Tensor.of("seven", new long[] {2}, new long[] {-1, 7}));
        body.add(Node.of("", "Reshape", List.of("x", "seven"), List.of("columns"), NONE));
        body.addOutput(Value.named("columns"));
        return body;
    }

    /** A fold that knows the condition has no If any more: there is nothing to take another branch of. */
    @Test
    void ifThatOnlyTheOriginalHas_isNoDifference() {
        GraphBuilder always = GraphBuilder.of("a").input("x", "N", 4).output("y", "N", 4);
        always.initializer("zero", new long[] {}, new float[] {0});
        always.node("Cast", "many", NONE.withInt("to", ElementType.BOOL.code()), "zero");
        Graph original = always.node(branching("y", "many", scaled("yes", 2), scaled("no", 1)))
                .buildBody();
        GraphBuilder folded = GraphBuilder.of("a").input("x", "N", 4).output("y", "N", 4);
        folded.node("Identity", "y", NONE, "x");
        assertThat(compare(original, folded.buildBody()).verdict()).isEqualTo(Verdict.EQUIVALENT);
    }
}
