package io.reparam.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.TypedNets;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import java.util.List;
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
    void run_bytes_areTheNearestPixels() {
        FloatTensor x = FloatTensor.zeros(1, 2, 2, 2);
        x.data().put(0, new float[] {0.4f, 254.99998f, 255, 256, -3, 127.5f, 128.4f, 200});
        Graph net = TypedNets.identity(ElementType.UINT8);
        net.outputs().stream().map(Value::name).toList().forEach(name -> {
            net.removeOutput(name);
            net.add(Node.of(
                    "real",
                    "Cast",
                    List.of(name),
                    List.of("real"),
                    Attributes.none().withInt("to", 1)));
        });
        net.addOutput(Value.tensor("real", ElementType.FLOAT, Dim.list(1, 2, 2, 2)));
        try (OrtModel model = new OrtModel(OnnxFile.bytes(net), SessionSettings.reference(1))) {
            assertThat(Objects.requireNonNull(model.run(Map.of("x", x)).get("real"))
                            .toArray())
                    .containsExactly(0, 255, 255, 255, 0, 128, 128, 200);
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
