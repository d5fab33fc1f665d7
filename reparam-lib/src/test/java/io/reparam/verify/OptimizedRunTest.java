package io.reparam.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.graph.Attributes;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import org.junit.jupiter.api.Test;

/** Zeros of a width of 2 before a pooling of 2: ONNX Runtime 1.28's PadFusion makes a pooling of it that it refuses. */
class OptimizedRunTest {
    private static final EquivalenceCheck CHECK = new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(5, 1));

    /** @param apart whether something stands between that is no fusion's */
    private static byte[] padded(boolean apart) {
        GraphBuilder builder = GraphBuilder.of("p").input("x", 1, 1, 6, 6).output("y", 1, 1, "H", "W");
        builder.initializer("pads", new long[] {8}, new long[] {0, 0, 2, 2, 0, 0, 2, 2});
        builder.node("Relu", "r", Attributes.none(), "x");
        builder.node("Pad", "p", Attributes.none(), "r", "pads");
        String value = apart ? builder.node("Relu", "s", Attributes.none(), "p") : "p";
        builder.node("MaxPool", "y", Attributes.none().withInts("kernel_shape", 2, 2), value);
        return OnnxFile.bytes(builder.build());
    }

    @Test
    void modelThatAnOptimizationBreaks_isStillItself() {
        EquivalenceReport report = CHECK.run(padded(false), padded(false), null);
        assertThat(report.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(report.text())
                .contains("not compared: the candidate optimized: ONNX Runtime's optimizations fail on both");
    }

    @Test
    void candidateThatAnOptimizationBreaks_isNoReplacement() {
        assertThatThrownBy(() -> CHECK.run(padded(true), padded(false), null))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("with ONNX Runtime's optimizations the original runs, the candidate does not");
    }
}
