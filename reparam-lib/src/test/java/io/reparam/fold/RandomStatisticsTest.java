package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import org.junit.jupiter.api.Test;

class RandomStatisticsTest {
    private static Graph untrained() {
        SmallNet net = SmallNet.image(4, 4);
        String zero = net.builder().initializer("zero", new long[] {4}, new float[4]);
        String one = net.builder().initializer("one", new long[] {4}, new float[] {1, 1, 1, 1});
        net.node("BatchNormalization", "a", net.conv("c", "x", 4, 4, 1, true), one, zero, zero, one);
        net.node("BatchNormalization", "y", net.conv("d", "a", 4, 4, 1, true), zero, zero, zero, one);
        return net.build();
    }

    private static float[] input(Graph graph, int node, int input) {
        Node norm = graph.nodes().stream()
                .filter(n -> n.is("BatchNormalization"))
                .toList()
                .get(node);
        return graph.initializer(norm.input(input)).orElseThrow().floats();
    }

    @Test
    void of_everyNumberIsAnother_andTheSourceIsAsItWas() {
        Graph source = untrained();
        byte[] before = OnnxFile.bytes(source);
        Graph varied = RandomStatistics.of(source, 1).orElseThrow();
        assertThat(OnnxFile.bytes(source)).as("the source").isEqualTo(before);
        for (int node = 0; node < 2; node++) {
            for (int i = 1; i <= 4; i++) {
                assertThat(input(varied, node, i)).doesNotContain(0f, 1f);
            }
            for (float variance : input(varied, node, 4)) {
                assertThat(variance).isBetween(0.5f, 2f);
            }
        }
        assertThat(input(varied, 1, 1)).as("a branch that gamma 0 hid").doesNotContain(0f);
    }

    @Test
    void of_sameSeed_sameNumbers() {
        byte[] first = OnnxFile.bytes(RandomStatistics.of(untrained(), 3).orElseThrow());
        assertThat(OnnxFile.bytes(RandomStatistics.of(untrained(), 3).orElseThrow()))
                .as("seed 3")
                .isEqualTo(first);
        assertThat(OnnxFile.bytes(RandomStatistics.of(untrained(), 4).orElseThrow()))
                .as("seed 4")
                .isNotEqualTo(first);
    }

    @Test
    void of_foldsLikeTheSource() {
        FoldPipeline pipeline = new FoldPipeline(FoldRules.standard());
        Graph source = untrained();
        Graph varied = RandomStatistics.of(source, 1).orElseThrow();
        assertThat(pipeline.run(varied).report().foldsByRule())
                .containsEntry("BatchNormIntoConv", 2)
                .isEqualTo(pipeline.run(source).report().foldsByRule());
        FoldTester.fold(varied).sameNumbers(1e-6);
    }

    @Test
    void of_noNorm_orOneThatIsNotConstant() {
        SmallNet plain = SmallNet.image(4, 4);
        plain.node("Relu", "y", "x");
        assertThat(RandomStatistics.of(plain.build(), 1)).isEmpty();

        SmallNet fed = SmallNet.image(4, 4);
        fed.norm("y", "x", 4, 1e-5f);
        Graph graph = fed.build();
        String gamma = graph.nodes().get(0).input(1);
        fed.builder().input(gamma, 4);
        assertThat(RandomStatistics.of(fed.build(), 1)).isEmpty();
    }
}
