package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small graphs made after what exporters write, each with the nodes that at most may stay. */
class FoldCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases/fold");

    private static Graph read(String name) throws IOException {
        return OnnxFile.read(CASES.resolve(name + ".onnx"));
    }

    @ParameterizedTest
    @CsvSource({
        "affine-before-linear, 4",
        "batchnorm-behind-reshape, 3",
        "rmsnorm-written-out, 8",
        "dup_output, 1",
        "bn12_train_export, 2"
    })
    void fold_leavesAtMost(String name, int nodes) throws IOException {
        Graph source = read(name);
        FoldTester tester = FoldTester.fold(source).sameNumbers(1e-5);
        assertThat(tester.graph().nodes()).hasSizeLessThanOrEqualTo(nodes);
        int before = OptimizedGraph.operators(source).size();
        assertThat(OptimizedGraph.operators(tester.graph()))
                .as("what ONNX Runtime runs at its highest level")
                .hasSizeLessThanOrEqualTo(before);
    }

    @Test
    void oldTrainingMode_isNamed() throws IOException {
        FoldTester.fold(read("bn12_train_export")).nothingFired().refused("before opset 14 that is training mode");
    }
}
