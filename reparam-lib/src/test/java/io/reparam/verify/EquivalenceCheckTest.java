package io.reparam.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.artifact.PreprocessSpec;
import io.reparam.artifact.RgbImage;
import io.reparam.graph.Attributes;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.OrtModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EquivalenceCheckTest {
    private static final Tolerance EXACT = new Tolerance(1e-5, true);
    private static final CheckPlan PLAN = CheckPlan.of(20, 1);

    private static byte[] classifier(float first, String input, Object... size) {
        GraphBuilder builder = GraphBuilder.of("c").input(input, size);
        builder.initializer("w", new long[] {2, 3}, new float[] {first, 2, 3, -1, 0.5f, 1});
        builder.node("GlobalAveragePool", "p", Attributes.none(), input);
        builder.node("Flatten", "f", Attributes.none(), "p");
        builder.node("Gemm", "y", Attributes.none().withInt("transB", 1), "f", "w");
        return OnnxFile.bytes(builder.output("y", "N", 2).build());
    }

    private static byte[] classifier(float first) {
        return classifier(first, "x", "N", 3, 32, 32);
    }

    @Test
    void run_sameModel() {
        EquivalenceReport report = new EquivalenceCheck(EXACT, PLAN).run(classifier(1), classifier(1), null);
        assertThat(report.equivalent()).isTrue();
        assertThat(report.comparisons()).extracting(Comparison::subject).containsExactly(Subject.values());
        OutputDifference difference = report.comparisons().get(0).outputs().get(0);
        assertThat(difference.maxAbsolute()).isZero();
        assertThat(difference.sameTop1()).isEqualTo(20);
        assertThat(difference.top1Images()).isEqualTo(20);
        assertThat(report.text()).contains("top-1 equal 20 of 20", "EQUIVALENT at tolerance 1e-05");
    }

    @Test
    void run_tamperedWeight() {
        EquivalenceReport report = new EquivalenceCheck(EXACT, PLAN).run(classifier(1), classifier(1.001f), null);
        assertThat(report.equivalent()).isFalse();
        assertThat(report.comparisons().get(0).outputs().get(0).scaleRelative()).isBetween(1e-5, 1e-2);
        assertThat(report.onlyRounding()).isFalse();
    }

    @Test
    void run_notANumber() {
        EquivalenceReport report =
                new EquivalenceCheck(EXACT, PLAN).run(classifier(Float.NaN), classifier(Float.NaN), null);
        assertThat(report.equivalent()).isFalse();
        assertThat(report.text()).contains("NaN or infinite values 20");
    }

    @Test
    void run_realImages() {
        List<RgbImage> images = new ArrayList<>(Collections.nCopies(30, new RgbImage(32, 32, new byte[3072])));
        EquivalenceReport report = new EquivalenceCheck(EXACT, PLAN)
                .run(classifier(1), classifier(1), new RealImages(images, PreprocessSpec.CIFAR));
        assertThat(report.comparisons())
                .extracting(Comparison::samples)
                .containsExactly("random", "random", "random", "real", "real", "real");
        assertThat(report.comparisons().get(3).images()).isEqualTo(20);
    }

    @Test
    void run_imagesOfAnotherSize() {
        byte[] model = classifier(1, "x", "N", 3, 64, 64);
        RealImages images = new RealImages(List.of(), PreprocessSpec.CIFAR);
        assertThatThrownBy(() -> new EquivalenceCheck(EXACT, PLAN).run(model, model, images))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessage("images of 32x32 pixels do not fit input 'x' of shape [-1, 3, 64, 64]");
    }

    @Test
    void run_otherInputName() {
        assertThatThrownBy(() -> new EquivalenceCheck(EXACT, PLAN)
                        .run(classifier(1), classifier(1, "image", "N", 3, 32, 32), null))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessage("the original has inputs [x], the candidate [image]");
    }

    @Test
    void run_otherInputShape() {
        assertThatThrownBy(() ->
                        new EquivalenceCheck(EXACT, PLAN).run(classifier(1), classifier(1, "x", 1, 3, 32, 32), null))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("[-1, 3, 32, 32] in the original and FLOAT[1, 3, 32, 32]");
    }

    @Test
    void run_fixedBatchAndFreeSize() {
        byte[] model = classifier(1, "x", 1, 3, "H", "W");
        assertThat(new EquivalenceCheck(EXACT, PLAN).run(model, model, null).equivalent())
                .isTrue();
    }

    @Test
    void run_noModel() {
        assertThatThrownBy(() -> new EquivalenceCheck(EXACT, PLAN).run(new byte[] {1, 2, 3}, classifier(1), null))
                .isInstanceOf(OrtModelException.class);
    }

    @Test
    void tolerance_impossible() {
        assertThatThrownBy(() -> new Tolerance(0, true)).hasMessageContaining("must be above 0");
        assertThatThrownBy(() -> new Tolerance(Double.NaN, true)).isInstanceOf(IllegalArgumentException.class);
    }
}
