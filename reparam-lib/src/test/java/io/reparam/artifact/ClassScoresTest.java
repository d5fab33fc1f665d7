package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.artifact.OnnxOutline.Operator;
import io.reparam.artifact.OnnxOutline.Port;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassScoresTest {
    private static final int FLOAT = 1;

    /** Operators from the last one back. */
    @ParameterizedTest
    @CsvSource({
        "Gemm, -1 10, 10, SOFTMAX",
        "Conv, -1 10 1 1, 10, SOFTMAX",
        "Flatten Conv, -1 10, 10, SOFTMAX",
        "LogSoftmax, -1 10, 10, SOFTMAX",
        "Softmax, -1 10, 10, NONE",
        "Cast Reshape Softmax, -1 10, 10, NONE",
        "DequantizeLinear QuantizeLinear Softmax, -1 10, 10, NONE",
        "DequantizeLinear QLinearSoftmax, -1 10, 10, NONE",
        "DequantizeLinear QLinearSigmoid, -1 5, 5, NONE",
        "DequantizeLinear QuantizeLinear Gemm, -1 10, 10, SOFTMAX",
        "Gemm, -1 1, 2, SIGMOID",
        "Conv, -1 1 1 1, 2, SIGMOID",
        "Sigmoid, -1 1, 2, NONE",
        "Reshape Gemm, -1, 1, SIGMOID",
        "Gemm, -1 1, 1, SIGMOID"
    })
    void activation_isWhatTheGraphLeavesToDo(String operators, String shape, int classes, OutputActivation wanted) {
        OnnxOutline net = net(operators, new Port("y", FLOAT, sizes(shape)));
        assertThat(ClassScores.of(net, classes, null, null)).isEqualTo(new ClassScores("y", wanted));
        assertThat(ClassScores.of(net, classes, null, OutputActivation.NONE).activation())
                .as("said by somebody")
                .isEqualTo(OutputActivation.NONE);
    }

    @Test
    void output_isTheOneThatDeclaresAValueForEachLabel() {
        Port map = new Port("map", FLOAT, sizes("-1 -1 -1 -1"));
        assertThat(ClassScores.of(net("Conv", map, new Port("y", FLOAT, sizes("-1 10 1 1"))), 10, null, null))
                .returns("y", ClassScores::output);
        assertThat(ClassScores.of(net("Conv", map), 10, null, null)).returns("map", ClassScores::output);
        assertThatThrownBy(() -> ClassScores.of(net("Conv", new Port("y", FLOAT, sizes("-1 9 1 1"))), 10, null, null))
                .hasMessageContaining("no output of numbers has 10 values")
                .hasMessageContaining("'y' FLOAT [-1, 9, 1, 1]");
    }

    private static OnnxOutline net(String operators, Port... outputs) {
        Map<String, Operator> producers = new HashMap<>();
        String value = outputs[outputs.length - 1].name();
        for (String operator : operators.split(" ")) {
            producers.put(value, new Operator(operator, List.of(value + "'")));
            value += "'";
        }
        return new OnnxOutline(List.of(), List.of(outputs), producers);
    }

    private static List<Long> sizes(String shape) {
        return Arrays.stream(shape.split(" ")).map(Long::valueOf).toList();
    }
}
