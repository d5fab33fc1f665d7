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
import org.junit.jupiter.params.provider.ValueSource;

/** Models that differ only for numbers, texts and sizes that N(0, 1) and a few small integers do not meet. */
class DrawnValuesTest {
    private static final EquivalenceCheck CHECK = new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(5, 1));
    private static final Attributes NONE = Attributes.none();

    private static void assertDifferent(Graph one, Graph other) {
        assertThat(verdict(one, one)).isEqualTo(Verdict.EQUIVALENT);
        assertThat(verdict(one, other)).isEqualTo(Verdict.DIFFERENT);
    }

    private static Verdict verdict(Graph one, Graph other) {
        return CHECK.run(OnnxFile.bytes(one), OnnxFile.bytes(other), null).verdict();
    }

    private static Graph graph(ElementType type, ElementType result, Node node, Tensor... constants) {
        GraphBuilder builder = GraphBuilder.of("g");
        builder.opset(19);
        Graph graph = builder.buildBody();
        graph.addInput(Value.tensor("x", type, Dim.list("N", 4)));
        for (Tensor constant : constants) {
            graph.putInitializer(constant);
        }
        graph.add(node);
        graph.addOutput(Value.tensor("y", result, Dim.list("N", 4)));
        return graph;
    }

    private static Graph reals(Node node, Tensor... constants) {
        return graph(ElementType.FLOAT, ElementType.FLOAT, node, constants);
    }

    private static Node node(String type, String... inputs) {
        return Node.of("", type, List.of(inputs), List.of("y"), NONE);
    }

    @Test
    void limitAtSix() {
        Tensor zero = Tensor.of("a", new long[0], new float[] {0});
        Tensor six = Tensor.of("b", new long[0], new float[] {6});
        assertDifferent(reals(node("Clip", "x", "a", "b"), zero, six), reals(node("Relu", "x")));
    }

    @Test
    void integersBelowZero() {
        assertDifferent(
                graph(ElementType.INT64, ElementType.INT64, node("Abs", "x")),
                graph(ElementType.INT64, ElementType.INT64, node("Identity", "x")));
    }

    /** Each row of a table is read. */
    @Test
    void oneRowOfFifty() {
        assertDifferent(table(0), table(1));
    }

    private static Graph table(float seventeenth) {
        float[] rows = new float[50];
        rows[17] = seventeenth;
        return graph(
                ElementType.INT64, ElementType.FLOAT, node("Gather", "t", "x"), Tensor.of("t", new long[] {50}, rows));
    }

    @Test
    void wordsThatTheModelKnows() {
        assertDifferent(spelled("cat"), spelled("dog"));
    }

    private static Graph spelled(String word) {
        Tensor known = Tensor.texts("w", new long[0], List.of(word));
        return graph(ElementType.STRING, ElementType.BOOL, node("Equal", "x", "w"), known);
    }

    /** Two images only, ten rows only, and a map that a pooling uses up below two rows. */
    @ParameterizedTest
    @ValueSource(strings = {"batch", "rows", "pooling"})
    void sizesThatTheGraphAsksFor(String what) {
        GraphBuilder builder = GraphBuilder.of(what);
        switch (what) {
            case "batch" -> {
                builder.input("x", "N", 3).initializer("c", new long[] {2, 3}, new float[6]);
                builder.node("Concat", "y", NONE.withInt("axis", 1), "x", "c");
            }
            case "rows" -> {
                builder.input("x", 1, 2, "H", 8).initializer("s", new long[] {2}, new long[] {5, 5});
                builder.node(Node.of("", "Split", List.of("x", "s"), List.of("a", "b"), NONE.withInt("axis", 2)));
                builder.node("Add", "y", NONE, "a", "b");
            }
            default -> {
                builder.input("x", 1, 2, "H", 10).initializer("s", new long[] {2}, new long[] {1, 40});
                builder.initializer("g", new long[] {2}, new float[] {1, 1});
                builder.node("MaxPool", "p", NONE.withInts("kernel_shape", 2, 2).withInts("strides", 2, 2), "x");
                builder.node("InstanceNormalization", "n", NONE, "p", "g", "g");
                builder.node("Reshape", "y", NONE, "n", "s");
            }
        }
        Graph graph = builder.output(Value.named("y")).buildBody();
        assertThat(verdict(graph, graph)).isEqualTo(Verdict.EQUIVALENT);
    }
}
