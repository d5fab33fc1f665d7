package io.reparam.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.TypedNets;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import io.reparam.ort.OrtModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(report.verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void run_notANumber() {
        EquivalenceReport report =
                new EquivalenceCheck(EXACT, PLAN).run(classifier(Float.NaN), classifier(Float.NaN), null);
        assertThat(report.verdict()).as("NaN is NaN").isEqualTo(Verdict.EQUIVALENT);
        EquivalenceReport other = new EquivalenceCheck(EXACT, PLAN).run(classifier(Float.NaN), classifier(1), null);
        assertThat(other.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(other.text()).contains("NaN or infinite in one model only 20");
    }

    @Test
    void run_realImages() {
        List<RgbImage> images = new ArrayList<>(Collections.nCopies(30, new RgbImage(32, 32, new byte[3072])));
        EquivalenceReport report =
                new EquivalenceCheck(EXACT, PLAN).run(classifier(1), classifier(1), real(ImagePool.of(images)));
        assertThat(report.comparisons())
                .extracting(Comparison::samples)
                .containsExactly("random", "random", "random", "real", "real", "real");
        assertThat(report.comparisons().get(3).images()).isEqualTo(20);
    }

    @Test
    void run_imagesThatCannotBeRead_areCounted() {
        RgbImage grey = new RgbImage(32, 32, new byte[3072]);
        ImagePool pool = new ImagePool(12, i -> -1, i -> {
            if (i % 4 == 0) {
                throw new IOException("damaged");
            }
            return grey;
        });
        EquivalenceReport report = new EquivalenceCheck(EXACT, PLAN).run(classifier(1), classifier(1), real(pool));
        assertThat(report.comparisons().get(3).images()).isEqualTo(9);
        assertThat(report.unreadable()).isEqualTo(3);
        assertThat(report.text()).contains("3 image files could not be read and were passed over");
    }

    private static RealImages real(ImagePool images) {
        return new RealImages(images, new ImageTensorizer(PreprocessSpec.CIFAR));
    }

    @Test
    void run_imagesOfAnotherSize() {
        byte[] model = classifier(1, "x", "N", 3, 64, 64);
        RealImages images = real(ImagePool.of(List.of()));
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

    @ParameterizedTest
    @CsvSource({"FLOAT, 1e-5", "DOUBLE, 1e-5", "FLOAT16, 5e-3"})
    void run_anyPrecision(ElementType type, double tolerance) {
        EquivalenceCheck check = new EquivalenceCheck(new Tolerance(tolerance, true), PLAN);
        byte[] model = OnnxFile.bytes(TypedNets.scaled(type, 1));
        EquivalenceReport same = check.run(model, model, null);
        assertThat(same.equivalent()).isTrue();
        assertThat(same.comparisons().get(2).outputs().get(0).scaleRelative())
                .as("one step of the type moves the original")
                .isBetween(type == ElementType.FLOAT16 ? 1e-4 : 1e-9, type == ElementType.FLOAT16 ? 1e-2 : 1e-6);
        assertThat(check.run(model, OnnxFile.bytes(TypedNets.scaled(type, 1.1)), null)
                        .equivalent())
                .isFalse();
    }

    @Test
    void run_integers() {
        byte[] model = OnnxFile.bytes(TypedNets.identity(ElementType.INT64));
        EquivalenceReport report = new EquivalenceCheck(EXACT, PLAN).run(model, model, null);
        assertThat(report.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(report.comparisons().get(0).outputs().get(0).exact()).isTrue();
    }

    /** A 3x3 mean that counts the zeros around the image, or does not. */
    private static byte[] mean(boolean zerosCount) {
        GraphBuilder builder = GraphBuilder.of("m").input("x", "N", 1, "H", "W").output("y", "N", 1, "H", "W");
        Attributes attributes = Attributes.none()
                .withInts("kernel_shape", 3, 3)
                .withInts("pads", 1, 1, 1, 1)
                .withInt("count_include_pad", zerosCount ? 1 : 0);
        builder.node("AveragePool", "y", attributes, "x");
        return OnnxFile.bytes(builder.build());
    }

    @Test
    void run_wrongBorder_showsInTheRingAlone() {
        EquivalenceReport report = new EquivalenceCheck(EXACT, PLAN).run(mean(true), mean(false), null);
        assertThat(report.equivalent()).isFalse();
        assertThat(report.comparisons().get(0).outputs().get(0).ring()).hasValueSatisfying(ring -> {
            assertThat(ring.maxAbsolute()).isGreaterThan(0.1);
            assertThat(ring.interior()).isZero();
        });
        assertThat(report.text()).contains("border of 3", "interior 0.00");
    }

    @Test
    void run_classifier_hasNoRing() {
        EquivalenceReport report = new EquivalenceCheck(EXACT, PLAN).run(classifier(1), classifier(1), null);
        assertThat(report.comparisons().get(0).outputs().get(0).ring()).isEmpty();
    }

    /** Halves the map and doubles it again, which only even sizes survive. */
    private static byte[] evenSizesOnly() {
        GraphBuilder builder =
                GraphBuilder.of("even").input("x", "N", 1, "H", "W").output("y", "N", 1, "H", "W");
        builder.initializer("scales", new long[] {4}, new float[] {1, 1, 2, 2});
        builder.node(
                "MaxPool", "p", Attributes.none().withInts("kernel_shape", 2, 2).withInts("strides", 2, 2), "x");
        builder.node("Resize", "r", Attributes.none(), "p", "", "scales");
        builder.node("Add", "y", Attributes.none(), "x", "r");
        return OnnxFile.bytes(builder.build());
    }

    @Test
    void run_oddSizeThatTheOriginalDoesNotTake_isNamedAndReplaced() {
        EquivalenceReport report = new EquivalenceCheck(EXACT, PLAN).run(evenSizesOnly(), evenSizesOnly(), null);
        assertThat(report.equivalent()).isTrue();
        assertThat(report.comparisons().get(0).images()).isEqualTo(20);
        assertThat(report.untaken())
                .isNotEmpty()
                .allSatisfy(untaken -> assertThat(untaken.shape()).contains("75, 97]"));
        assertThat(report.text()).contains("not compared: random images of x [2, 1, 75, 97]");
    }

    @Test
    void run_noSizeThatTheOriginalTakes() {
        CheckPlan odd = PLAN.withSizes(List.of(List.of(33, 35)));
        EquivalenceReport report = new EquivalenceCheck(EXACT, odd).run(evenSizesOnly(), evenSizesOnly(), null);
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report.text()).contains("UNDECIDED", "--size or --shape NAME=1,3,48,320 says what it takes");
    }

    @Test
    void run_candidateThatTakesLess_isNoEqual() {
        assertThatThrownBy(() -> new EquivalenceCheck(EXACT, PLAN).run(mean(true), evenSizesOnly(), null))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("the original runs on x [2, 1, 75, 97], the candidate does not");
    }

    @Test
    void plan_hasOddAndOblongSizes() {
        assertThat(PLAN.sizes()).allSatisfy(size -> assertThat(size.get(0)).isNotEqualTo(size.get(1)));
        assertThat(PLAN.sizes()).anySatisfy(size -> assertThat(size).allMatch(side -> side % 2 == 1));
        assertThatThrownBy(() -> PLAN.withRing(0)).hasMessageContaining("border ring of 0");
    }
}
