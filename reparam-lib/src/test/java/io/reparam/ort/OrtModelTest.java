package io.reparam.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.TypedNets;
import io.reparam.graph.ElementType;
import io.reparam.graph.OnnxFile;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrtModelTest {
    @ParameterizedTest
    @CsvSource({"FLOAT, 0", "FLOAT16, 5e-4", "DOUBLE, 0"})
    void run_anyPrecision_isFloat32OnThisSide(ElementType type, double error) {
        FloatTensor x = FloatTensor.zeros(1, 2, 2, 2);
        for (int i = 0; i < 8; i++) {
            x.data().put(i, i - 3.3f);
        }
        try (OrtModel model = new OrtModel(OnnxFile.bytes(TypedNets.scaled(type, 1)), SessionSettings.reference(1))) {
            assertThat(model.inputs().get(0).isReal()).isTrue();
            float[] y =
                    Objects.requireNonNull(model.run(Map.of("x", x)).get("y")).toArray();
            for (int i = 0; i < 8; i++) {
                float expected = (i - 3.3f) * (i < 4 ? 1 : 0.5f);
                assertThat((double) y[i]).isBetween(expected - 5 * error - 1e-7, expected + 5 * error + 1e-7);
            }
        }
    }

    @Test
    void run_integers() {
        try (OrtModel model =
                new OrtModel(OnnxFile.bytes(TypedNets.identity(ElementType.INT64)), SessionSettings.reference(1))) {
            assertThatThrownBy(() -> model.run(Map.of("x", FloatTensor.zeros(1, 2, 2, 2))))
                    .isInstanceOf(OrtModelException.class)
                    .hasMessageContaining("input 'x' is INT64; only floating-point inputs are fed");
            assertThatThrownBy(() -> model.run(Map.of("z", FloatTensor.zeros(1))))
                    .hasMessageContaining("no input 'z'");
        }
    }
}
