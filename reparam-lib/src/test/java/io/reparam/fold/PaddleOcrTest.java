package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.NativeChecker;
import io.reparam.artifact.Interpolation;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.artifact.RgbImage;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.Comparison;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.EquivalenceReport;
import io.reparam.verify.RealImages;
import io.reparam.verify.Tolerance;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trained nets that another team exported with another tool: PP-OCR's direction classifier and text detectors. */
class PaddleOcrTest {
    private static final PreprocessSpec TEXT = new PreprocessSpec(
            96, 320, 96, Interpolation.BILINEAR, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    @ParameterizedTest
    @CsvSource({
        "ch_ppocr_mobile_v2.0_cls_infer, 35, 0, 9, 204",
        "ch_PP-OCRv3_det_infer, 48, 0, 8, 248",
        "ch_PP-OCRv4_det_infer, 2, 28, 10, 300"
    })
    void fold_equalNumbersAndGatesByName(String name, int norms, int scales, int gates, int nodes) throws IOException {
        byte[] original = model(name);
        FoldResult result = new FoldPipeline(FoldRules.standard()).run(OnnxFile.parse(original, name));
        Graph folded = result.graph();

        assertThat(result.report().foldsByRule())
                .containsEntry("BatchNormIntoConv", norms)
                .satisfies(rules -> assertThat(rules.getOrDefault("ChannelScaleIntoConv", 0))
                        .isEqualTo(scales));
        assertThat(folded.nodes()).hasSize(nodes);
        assertThat(result.report().refusals())
                .filteredOn(refusal -> refusal.rule().equals("InputDependentGate"))
                .hasSize(gates)
                .allSatisfy(refusal ->
                        assertThat(refusal.reason()).contains("Mul '" + refusal.node() + "'", "calibrated folding"));
        NativeChecker.check(folded);
        assertThat(new FoldPipeline(FoldRules.standard()).run(folded).report().folds())
                .isEmpty();
        assertThat(onText(original, OnnxFile.bytes(folded)).outputs()).allSatisfy(output -> {
            assertThat(output.maxReference()).as("the net sees text").isGreaterThan(0.5);
            assertThat(output.scaleRelative()).isLessThanOrEqualTo(1e-5);
            assertThat(output.notFinite()).isZero();
            assertThat(output.sameTop1()).isEqualTo(output.top1Images());
        });
    }

    private static Comparison onText(byte[] original, byte[] folded) {
        RealImages text = new RealImages(
                IntStream.range(0, 4).mapToObj(PaddleOcrTest::drawn).toList(), TEXT);
        EquivalenceReport report =
                new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(4, 1)).run(original, folded, text);
        return report.comparisons().stream()
                .filter(comparison -> comparison.samples().equals("real") && !comparison.optimized())
                .findFirst()
                .orElseThrow();
    }

    private static RgbImage drawn(int number) {
        BufferedImage image = new BufferedImage(320, 96, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 320, 96);
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 36 + 4 * number));
        pen.drawString("Fold " + number + number + " text", 12, 62);
        pen.dispose();
        byte[] rgb = new byte[3 * 320 * 96];
        for (int i = 0; i < 320 * 96; i++) {
            int pixel = image.getRGB(i % 320, i / 320);
            rgb[3 * i] = (byte) (pixel >> 16);
            rgb[3 * i + 1] = (byte) (pixel >> 8);
            rgb[3 * i + 2] = (byte) pixel;
        }
        return new RgbImage(320, 96, rgb);
    }

    private static byte[] model(String name) throws IOException {
        try (InputStream in = PaddleOcrTest.class.getResourceAsStream("/models/" + name + ".onnx")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
