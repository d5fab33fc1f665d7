package io.reparam.fold.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.OptimizedGraph;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fold may not take apart what ONNX Runtime runs as one operator: asked of the graph that it runs, not of a clock. */
class FusedFormTest {
    private static final int C = 16;
    private final SmallNet net = SmallNet.image(C, 8);

    private String constant(String name, float value) {
        return net.builder().initializer(name, new long[0], new float[] {value});
    }

    /** {@code 0.5 (x (1 + erf(x / sqrt 2)))} as PyTorch's exporter writes it. */
    private String gelu(String name, String x) {
        net.node("Div", name + ".d", x, constant(name + ".root", (float) Math.sqrt(2)));
        net.node("Erf", name + ".e", name + ".d");
        net.node("Add", name + ".a", name + ".e", constant(name + ".one", 1));
        net.node("Mul", name + ".m", x, name + ".a");
        return net.node("Mul", name, name + ".m", constant(name + ".half", 0.5f));
    }

    private List<String> optimized(FoldTester tester) {
        List<String> before = OptimizedGraph.operators(net.build());
        List<String> after = OptimizedGraph.operators(tester.graph());
        assertThat(after).as("was %s", before).hasSizeLessThanOrEqualTo(before.size());
        return after;
    }

    @Test
    void gelu_staysWhole() {
        net.convNorm("a", "x", Attributes.none(), 2 * C, C, 1, 1);
        net.convNorm("y", gelu("g", "a"), Attributes.none(), C, 2 * C, 1, 1);
        FoldTester tester = FoldTester.fold(net.build())
                .fired("BatchNormIntoConv", 2)
                .refused("Mul 'g' stays", "closes a Gelu")
                .leaves("Conv", "Div", "Erf", "Add", "Mul", "Mul", "Conv")
                .sameNumbers(1e-6);
        assertThat(optimized(tester)).contains("Gelu").doesNotContain("Erf");
    }

    /** The layer scale of ConvNeXt stands after its second layer; one right after the activation folds without it. */
    @Test
    void factorAfterGelu_foldsAlone() {
        net.conv("a", "x", C, C, 1, true);
        net.node("Mul", "scaled", gelu("g", "a"), net.positive("s", 1, C, 1, 1));
        net.conv("y", "scaled", C, C, 1, true);
        FoldTester tester = FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextConv", 1)
                .fired("FactorChain", 0)
                .sameNumbers(1e-6);
        assertThat(optimized(tester)).contains("Gelu");
    }

    /** Also where gamma is 1 and beta 0, which would otherwise go. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void layerNorm_staysWhole(boolean trained) {
        SmallNet rows = SmallNet.rows("N", 5, C);
        Attributes last = Attributes.none().withInts("axes", -1);
        rows.builder().opset(13);
        rows.builder().node("ReduceMean", "mean", last, "x");
        rows.node("Sub", "d", "x", "mean");
        rows.node("Pow", "p", "d", rows.builder().initializer("two", new long[0], new float[] {2}));
        rows.builder().node("ReduceMean", "var", last, "p");
        rows.node("Add", "e", "var", rows.builder().initializer("epsilon", new long[0], new float[] {1e-5f}));
        rows.node("Div", "n", "d", rows.node("Sqrt", "r", "e"));
        float[] ones = new float[C];
        Arrays.fill(ones, 1);
        String gamma = trained ? rows.positive("gamma", C) : rows.builder().initializer("gamma", new long[] {C}, ones);
        String beta =
                trained ? rows.normal("beta", C) : rows.builder().initializer("beta", new long[] {C}, new float[C]);
        rows.node("Add", "b", rows.node("Mul", "g", "n", gamma), beta);
        rows.node("MatMul", "y", "b", rows.normal("w", C, C));
        FoldTester tester = FoldTester.fold(rows.build()).nothingFired();
        assertThat(OptimizedGraph.operators(tester.graph())).containsExactly("LayerNormalization", "MatMul");
    }

    @ParameterizedTest
    @CsvSource({"0.25, 1, Erf", "0.5, 2, Erf", "0.5, 1, Sigmoid", "0.5, 1, Tanh"})
    void otherProducts_fold(float half, float one, String function) {
        net.conv("a", "x", C, C, 1, true);
        net.node(function, "e", "a");
        net.node("Add", "s", "e", constant("one", one));
        net.node("Mul", "g", net.node("Mul", "m", "a", "s"), constant("half", half));
        net.conv("y", "g", C, C, 1, true);
        FoldTester.fold(net.build()).fired("ChannelScaleIntoNextConv", 1).sameNumbers(1e-6);
    }

    /** RepViT's and FastViT's channel mixers after a token mixer of several branches. */
    @Test
    void mixers_runInFewerOperatorsThanBefore() {
        Attributes depthwise = Attributes.none().withInts("pads", 1, 1, 1, 1).withInt("group", C);
        String x = "x";
        for (int i = 0; i < 3; i++) {
            String k = net.convNorm("k" + i, x, depthwise, C, 1, 3, 3);
            net.node("Add", "mix" + i, net.node("Add", "s" + i, k, net.norm("n" + i, x, C, 1e-5f)), x);
            net.convNorm("up" + i, "mix" + i, Attributes.none(), 2 * C, C, 1, 1);
            net.convNorm("down" + i, gelu("g" + i, "up" + i), Attributes.none(), C, 2 * C, 1, 1);
            x = net.node("Add", i == 2 ? "y" : "b" + i, "mix" + i, "down" + i);
        }
        List<String> before = OptimizedGraph.operators(net.build());
        FoldTester tester = FoldTester.fold(net.build()).sameNumbers(1e-6);
        List<String> after = optimized(tester);
        assertThat(after)
                .hasSizeLessThan(before.size())
                .filteredOn("Gelu"::equals)
                .hasSize(3);
    }
}
