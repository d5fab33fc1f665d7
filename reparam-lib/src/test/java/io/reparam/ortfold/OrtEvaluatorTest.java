package io.reparam.ortfold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldResult;
import io.reparam.fold.Refusal;
import io.reparam.fold.SmallNet;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OrtEvaluatorTest {
    private final SmallNet net = SmallNet.image(4, 3);

    private static FoldResult fold(Graph graph) {
        return new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference()).run(graph);
    }

    private static float[] run(Graph graph) {
        FloatTensor x = FloatTensor.zeros(2, 4, 3, 3);
        for (int i = 0; i < x.data().capacity(); i++) {
            x.data().put(i, (float) Math.sin(i));
        }
        try (OrtModel model = new OrtModel(OnnxFile.bytes(graph), SessionSettings.reference(1))) {
            return Objects.requireNonNull(model.run(Map.of("x", x)).get("y")).toArray();
        }
    }

    static void assertSame(Graph source, Graph folded) {
        float[] expected = run(source);
        float[] actual = run(folded);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
        }
        assertThat(largest).isLessThan(1e-5);
    }

    /** ONNX Runtime computes 16-bit numbers in 32 bits: 60000 * 4 / 8 is 30000 there, and infinite by the rules of float16. */
    @Test
    void leave_overflowIn16Bits() {
        Attributes none = Attributes.none();
        for (String name : List.of("a", "b", "c")) {
            net.builder().initializer(name + ".f", new long[] {1}, new float[] {
                name.equals("a") ? 60000 : name.equals("b") ? 4 : 8
            });
            net.builder().node("Cast", name, none.withInt("to", 10), name + ".f");
        }
        net.node("Div", "d", net.node("Mul", "m", "a", "b"), "c");
        net.builder().node("Cast", "k", none.withInt("to", 1), "d");
        net.node("Mul", "y", "x", "k");
        Graph folded = fold(net.build()).graph();
        assertThat(folded.nodes()).extracting(Node::opType).contains("Div");
    }

    /** DIA's recurrent cell, fed a learnt constant as ASR does. */
    @Test
    void fold_lstmOnAConstant() {
        net.positive("psi", 1, 1, 4);
        net.builder()
                .node(Node.of(
                        "lstm",
                        "LSTM",
                        List.of("psi", net.normal("w", 1, 16, 4), net.normal("r", 1, 16, 4), net.normal("b", 1, 32)),
                        List.of("", "h"),
                        Attributes.none().withInt("hidden_size", 4)));
        net.builder().initializer("shape", new long[] {4}, new long[] {1, 4, 1, 1});
        net.node("Sigmoid", "v", net.node("Reshape", "flat", "h", "shape"));
        net.node("Mul", "y", net.conv("c", "x", 4, 4, 1, true), "v");
        Graph source = net.build();
        Graph folded = fold(source).graph();
        assertThat(folded.nodes()).extracting(Node::opType).containsExactly("Conv");
        assertSame(source, folded);
    }

    @Test
    void fold_everyOutputOfASplit() {
        net.normal("k", 1, 8, 1, 1);
        net.builder()
                .node(Node.of(
                        "split",
                        "Split",
                        List.of("k"),
                        List.of("a", "b"),
                        Attributes.none().withInt("axis", 1)));
        net.node("Mul", "y", net.node("Add", "s", net.conv("c", "x", 4, 4, 1, true), "a"), "b");
        Graph source = net.build();
        FoldResult result = fold(source);
        assertThat(result.graph().nodes()).extracting(Node::opType).containsExactly("Conv");
        assertSame(source, result.graph());
    }

    @Test
    void refuse_randomNumbers() {
        net.node("RandomNormalLike", "r", net.positive("k", 1, 4, 1, 1));
        net.node("Add", "y", "x", "r");
        FoldResult result = fold(net.build());
        assertThat(result.report().folds()).isEmpty();
        assertThat(result.report().refusals())
                .extracting(Refusal::reason)
                .anySatisfy(reason -> assertThat(reason).contains("RandomNormalLike 'r'", "draws random numbers"));
    }

    @Test
    void refuse_constantThatOutgrowsItsSource() {
        SmallNet wide = SmallNet.image(4, 3);
        wide.builder().initializer("many", new long[] {4}, new long[] {1, 1, 1024, 1024});
        wide.node("Add", "y", "x", wide.node("Tile", "t", wide.positive("k", 1, 4, 1, 1), "many"));
        assertThat(fold(wide.build()).report().refusals())
                .extracting(Refusal::reason)
                .anySatisfy(reason -> assertThat(reason).contains("Tile 't'", "16777216 bytes", "made of 48"));
        SmallNet absurd = SmallNet.image(4, 3);
        absurd.builder().initializer("many", new long[] {4}, new long[] {1, 1, 1L << 20, 1L << 20});
        absurd.node("Add", "y", "x", absurd.node("Tile", "t", absurd.positive("k", 1, 4, 1, 1), "many"));
        assertThat(fold(absurd.build()).report().refusals())
                .extracting(Refusal::reason)
                .anySatisfy(reason -> assertThat(reason).contains("Tile 't'", "elements or no known size"));
    }
}
