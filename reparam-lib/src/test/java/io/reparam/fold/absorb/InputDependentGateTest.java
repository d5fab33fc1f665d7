package io.reparam.fold.absorb;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;

class InputDependentGateTest {
    private final SmallNet net = SmallNet.image(4, 4);

    @Test
    void refuse_squeezeAndExcitation() {
        net.norm("n", net.conv("c", "x", 4, 4, 1, false), 4, 1e-5f);
        net.node("GlobalAveragePool", "z", "n");
        net.node("Conv", "e", "z", net.normal("w", 4, 4, 1, 1));
        net.node("Sigmoid", "g", "e");
        net.node("Mul", "y", "n", "g");
        FoldTester.fold(net.build())
                .fired("BatchNormIntoConv", 1)
                .leaves("Conv", "GlobalAveragePool", "Conv", "Sigmoid", "Mul")
                .refused("Mul 'y'", "attention that depends on the input ('g')", "calibrated folding")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_meanOverTheImage() {
        net.builder().node("ReduceMean", "z", Attributes.none().withInts("axes", 2, 3), "x");
        net.node("Sigmoid", "g", "z");
        net.node("Mul", "y", "g", "x");
        FoldTester.fold(net.build()).nothingFired().refused("depends on the input ('g')");
    }

    @Test
    void ignore_hardSwish() {
        net.node("HardSigmoid", "s", "x");
        net.node("Mul", "y", "x", "s");
        assertThat(FoldTester.fold(net.build()).report().refusals()).isEmpty();
    }

    @Test
    void ignore_hardSwishInsideTheGate() {
        net.node("GlobalAveragePool", "z", "x");
        net.node("HardSigmoid", "s", "z");
        net.node("Mul", "y", "z", "s");
        assertThat(FoldTester.fold(net.build()).report().refusals()).isEmpty();
    }
}
