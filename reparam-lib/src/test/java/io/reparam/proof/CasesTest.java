package io.reparam.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.evaluate.OrtEvaluator;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small graphs that others' tools, exporters and users have made, each for a kind that was once read or folded wrongly. */
class CasesTest {
    /** File, input, its shape, output, and how many nodes may be left. */
    @ParameterizedTest
    @CsvSource({
        "cast_after_f32_mul, img, 1x3x10x10, y, 1",
        "int32_wrap, x, 2x2, y, 1",
        "subgraph_name_clash_min, x, 2x4x8x8, y, 7",
        "dup_output, x, 2x4x8x8, y, 1",
        "cls-token-expand, x, 1x3x16x16, y, 4",
        "nested_functions, x, 2x4, y, 8"
    })
    void fold_agrees(String file, String input, String shape, String output, int nodes) throws IOException {
        byte[] original = bytes(file);
        Graph folded = folded(original);
        assertThat(folded.nodes()).hasSizeLessThanOrEqualTo(nodes);
        FloatTensor x = drawn(shape);
        FloatTensor expected = run(original, input, x, output);
        FloatTensor actual = run(OnnxFile.bytes(folded), input, x, output);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        float[] right = expected.toArray();
        float[] found = actual.toArray();
        double largest = 0;
        for (float value : right) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < right.length; i++) {
            assertThat(Math.abs(found[i] - right[i])).isLessThanOrEqualTo((float) (1e-5 * largest));
        }
    }

    @Test
    void fold_keepsAll64Bits() throws IOException {
        Graph folded = folded(bytes("int64_beyond_2_53"));
        Node sub = folded.nodes().get(folded.nodes().size() - 1);
        assertThat(folded.initializer(sub.input(1)).map(Tensor::longs).orElseThrow())
                .containsExactly(9007199254740994L, -1152921504606846978L);
    }

    @Test
    void read_attributeWithoutAType() throws IOException {
        Graph graph = OnnxFile.parse(bytes("attr_untyped"), "attr_untyped");
        assertThat(graph.nodes().get(0).attributes().getInt("group", 1)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"string_tensor", "ml_ops"})
    void fold_whatIsNoFloat(String file) throws IOException {
        Graph source = OnnxFile.parse(bytes(file), file);
        assertThat(folded(bytes(file)).nodes().size()).isLessThan(source.nodes().size());
    }

    private static Graph folded(byte[] onnx) throws IOException {
        return new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference())
                .run(OnnxFile.parse(onnx, "case"))
                .graph();
    }

    private static FloatTensor run(byte[] onnx, String input, FloatTensor x, String output) {
        try (OrtModel model = new OrtModel(onnx, SessionSettings.reference(1))) {
            return Objects.requireNonNull(model.run(Map.of(input, x)).get(output));
        }
    }

    private static FloatTensor drawn(String shape) {
        long[] dims = java.util.Arrays.stream(shape.split("x"))
                .mapToLong(Long::parseLong)
                .toArray();
        FloatTensor tensor = FloatTensor.zeros(dims);
        Random random = new Random(5);
        for (int i = 0; i < tensor.data().capacity(); i++) {
            tensor.data().put(i, (float) random.nextGaussian());
        }
        return tensor;
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = CasesTest.class.getResourceAsStream("/cases/fold/" + file + ".onnx")) {
            return Objects.requireNonNull(in, file).readAllBytes();
        }
    }
}
