package io.reparam.fold.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.Tolerance;
import io.reparam.verify.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constants under two names are one constant if they have the same values, and only then. */
class CommonSubexpressionOfNumbersTest {
    private static final Attributes NONE = Attributes.none();

    /** {@code x == a or x == b}. */
    private static Graph either(long a, long b) {
        Graph graph = GraphBuilder.of("g").buildBody();
        graph.addInput(Value.tensor("x", ElementType.INT64, Dim.list(3)));
        graph.putInitializer(Tensor.of("a", new long[] {}, new long[] {a}));
        graph.putInitializer(Tensor.of("b", new long[] {}, new long[] {b}));
        graph.add(Node.of("", "Equal", List.of("x", "a"), List.of("k"), NONE));
        graph.add(Node.of("", "Equal", List.of("x", "b"), List.of("l"), NONE));
        graph.add(Node.of("", "Or", List.of("k", "l"), List.of("y"), NONE));
        graph.addOutput(Value.tensor("y", ElementType.BOOL, Dim.list(3)));
        return graph;
    }

    private static Graph folded(Graph graph) {
        return new FoldPipeline(FoldRules.standard()).run(graph).graph();
    }

    /** As float64, 2^62 and 2^62 + 1 are one number. */
    @ParameterizedTest
    @CsvSource({"4611686018427387904, 4611686018427387905, 3", "1234567890123456789, 1234567890123456790, 3", "7, 7, 2"
    })
    void integers_areComparedAsIntegers(long a, long b, int nodes) {
        assertThat(folded(either(a, b)).nodes()).hasSize(nodes);
    }

    @Test
    void proof_feedsTheNumberItself() {
        EquivalenceCheck check = new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(5, 1));
        byte[] original = OnnxFile.bytes(either(1L << 62, (1L << 62) + 1));
        byte[] candidate = OnnxFile.bytes(either(1L << 62, 1L << 62));
        assertThat(check.run(original, candidate, null).verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    private static Graph twice(boolean outputs) {
        GraphBuilder builder = GraphBuilder.of("g").input("x", "N", 2, 4, 4);
        builder.initializer("a", new long[] {2, 1, 1}, new float[] {2, 3});
        builder.initializer("b", new long[] {2, 1, 1}, new float[] {2, 3});
        builder.node("Mul", "k", NONE, "x", "a");
        builder.node("Mul", "l", NONE, "x", "b");
        if (outputs) {
            builder.output("l", "N", 2, 4, 4);
        }
        builder.node("Sigmoid", "s", NONE, "k");
        builder.node("Sub", "y", NONE, "s", "l");
        return builder.output("y", "N", 2, 4, 4).build();
    }

    @Test
    void reals_areComparedToo() {
        assertThat(folded(twice(false)).nodes()).hasSize(3);
    }

    /** The node that stays takes the output's name. */
    @Test
    void laterOneThatIsAnOutput() {
        Graph folded = folded(twice(true));
        assertThat(folded.nodes()).hasSize(3);
        assertThat(folded.producer("l")).isPresent();
    }
}
