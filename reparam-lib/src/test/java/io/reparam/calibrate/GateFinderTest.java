package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateFinderTest {
    private final SmallNet net = SmallNet.image(4, 4);

    @ParameterizedTest
    @CsvSource({"ch_ppocr_mobile_v2.0_cls_infer, 9", "ch_PP-OCRv3_det_infer, 8", "ch_PP-OCRv4_det_infer, 10"})
    void find_trainedNets(String name, int gates) throws IOException {
        try (InputStream in = GateFinderTest.class.getResourceAsStream("/models/" + name + ".onnx")) {
            byte[] onnx = Objects.requireNonNull(in, name).readAllBytes();
            assertThat(GateFinder.find(OnnxFile.parse(onnx, name), 2, 3, 96, 192)
                            .found())
                    .hasSize(gates)
                    .allSatisfy(gate -> assertThat(gate.branch()).contains("GlobalAveragePool"));
        }
    }

    @Test
    void find_pathFromPoolToFactor() {
        net.node("GlobalAveragePool", "z", "x");
        net.node("Conv", "e", "z", net.normal("w", 4, 4, 1, 1));
        net.node("Sigmoid", "g", "e");
        net.node("Mul", "y", "g", "x");
        assertThat(GateFinder.find(net.build(), 2, 4, 4, 4).found())
                .singleElement()
                .satisfies(gate -> {
                    assertThat(gate.operand()).isZero();
                    assertThat(gate.factor()).isEqualTo("g");
                    assertThat(gate.scaled()).isEqualTo("x");
                    assertThat(gate.branch()).containsExactly("GlobalAveragePool", "Conv", "Sigmoid");
                });
    }

    @Test
    void reject_hardSwish() {
        net.node("HardSigmoid", "s", "x");
        net.node("Mul", "y", "x", "s");
        assertRejected("an activation (such as hard-swish)");
    }

    @Test
    void reject_spatialAttention() {
        net.builder().node("ReduceMean", "m", Attributes.none().withInts("axes", 1), "x");
        net.conv("c", "m", 1, 1, 1, false);
        net.node("Sigmoid", "s", "c");
        net.node("Mul", "y", "x", "s");
        assertRejected("spatial attention: the factor 's' has one channel");
    }

    private void assertRejected(String reason) {
        Gates gates = GateFinder.find(net.build(), 2, 4, 4, 4);
        assertThat(gates.found()).isEmpty();
        assertThat(gates.rejected())
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains(reason));
    }
}
