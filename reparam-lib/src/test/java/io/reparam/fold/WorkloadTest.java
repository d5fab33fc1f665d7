package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.shape.Inference;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {
    private final SmallNet net = SmallNet.image(4, 8);

    private Workload work() {
        return of(net.build());
    }

    @Test
    void of_weightsTimesPositions() {
        Attributes halved = Attributes.none().withInts("strides", 2, 2).withInt("group", 2);
        net.conv("a", "x", halved, 6, 2, 2, 2);
        net.node("Relu", "r", "a");
        net.node("GlobalAveragePool", "g", "r");
        net.node("Flatten", "f", "g");
        net.builder().node("Gemm", "y", Attributes.none().withInt("transB", 1), "f", net.normal("w", 10, 6));
        assertThat(work()).isEqualTo(new Workload(new Cost(6 * 2 * 4 * 16 + 60, 4 * (48 + 60)), 0));
    }

    @Test
    void of_free_sizesAreNominal() {
        SmallNet free = new SmallNet();
        free.builder().input("x", "N", 3, "H", "W").output("y", "N", 5, "H", "W");
        free.conv("y", "x", Attributes.none(), 5, 3, 1, 1);
        assertThat(of(free.build())).isEqualTo(new Workload(new Cost(15.0 * 224 * 224, 60), 0));
    }

    @Test
    void of_weightsInAConstantNode() {
        Tensor weights = Tensor.of("w", new long[] {6, 4, 1, 1}, new float[24]);
        net.builder().node("Constant", "w", Attributes.none().withTensor("value", weights));
        net.builder().node("Conv", "y", Attributes.none(), "x", "w");
        assertThat(work()).isEqualTo(new Workload(new Cost(24 * 64, 96), 0));
    }

    @Test
    void of_elementwiseAndPools() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Sum", "s", "n", "x", "x");
        net.builder().node("AveragePool", "y", Attributes.none().withInts("kernel_shape", 2, 2), "s");
        assertThat(work()).isEqualTo(new Workload(new Cost(256 + 2 * 256 + 4 * 7 * 7 * 4, 0), 0));
    }

    @Test
    void of_transposedReshapedAndJoined() {
        net.builder()
                .node(
                        "ConvTranspose",
                        "t",
                        Attributes.none().withInts("strides", 2, 2),
                        "x",
                        net.normal("w", 4, 3, 2, 2));
        net.builder().node("Concat", "c", Attributes.none().withInt("axis", 1), "t", "t");
        net.builder().initializer("shape", new long[] {3}, new long[] {0, 6, -1});
        net.node("Reshape", "r", "c", "shape");
        net.builder().node("Transpose", "p", Attributes.none().withInts("perm", 0, 2, 1), "r");
        net.node("MatMul", "y", "p", net.normal("m", 6, 5));
        assertThat(work()).isEqualTo(new Workload(new Cost(48 * 64 + 30 * 256, 4 * (48 + 30)), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Selu", "Softplus", "Elu", "Mish", "Softsign", "Sin"})
    void of_anyActivationBetweenTwoConvs_countsTheSecond(String activation) {
        net.conv("a", "x", Attributes.none(), 4, 4, 1, 1);
        net.node(activation, "b", "a");
        net.conv("y", "b", Attributes.none(), 4, 4, 1, 1);
        assertThat(work().unknown()).isZero();
        assertThat(work().cost().multiplyAdds()).isEqualTo(2 * 16 * 64);
    }

    @Test
    void of_unknownShape() {
        net.builder().node("OfNextYear", "g", Attributes.none(), "x");
        net.conv("y", "g", Attributes.none(), 4, 4, 1, 1);
        assertThat(work()).isEqualTo(new Workload(Cost.NONE, 1));
        assertThat(work().millions()).isEqualTo("> 0.000");
    }

    @Test
    void report_showsBothBeforeAndAfter() {
        net.conv("a", "x", 4, 4, 1, true);
        net.conv("b", "x", Attributes.none(), 4, 4, 1, 1);
        net.node("Add", "y", "a", "b");
        String text = FoldTester.fold(net.build()).report().details();
        assertThat(text)
                .containsPattern("multiply-adds, millions +0\\.010 +0\\.009")
                .containsPattern("weights +640 +576");
    }

    private static Workload of(Graph graph) {
        return Workload.of(graph, new Inference(graph));
    }
}
