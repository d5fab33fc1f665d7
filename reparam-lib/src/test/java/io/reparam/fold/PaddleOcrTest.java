package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.NativeChecker;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.EquivalenceReport;
import io.reparam.verify.OutputDifference;
import io.reparam.verify.RealImages;
import io.reparam.verify.Subject;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trained nets that another team exported with another tool: PP-OCR's direction classifier and text detectors, on drawn text. The
 * detectors end in a steep sigmoid and amplify rounding, so they are proved part by part.
 */
class PaddleOcrTest {
    private static final int SIDE = 320;
    private static final PreprocessSpec TEXT = new PreprocessSpec(
            SIDE, SIDE, SIDE, Interpolation.BILINEAR, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    @ParameterizedTest
    @CsvSource({
        "ch_ppocr_mobile_v2.0_cls_infer, 35, 0, 9, 168",
        "ch_PP-OCRv3_det_infer, 48, 0, 8, 210",
        "ch_PP-OCRv4_det_infer, 2, 28, 10, 214"
    })
    void fold_equalNumbersAndGatesByName(String name, int norms, int scales, int gates, int nodes) throws IOException {
        byte[] original = model(name);
        FoldResult result = new FoldPipeline(FoldRules.standard()).run(OnnxFile.parse(original, name));
        Graph folded = result.graph();

        assertThat(result.report().foldsByRule())
                .containsEntry("BatchNormIntoConv", norms)
                .satisfies(rules -> assertThat(rules.getOrDefault("ChannelScaleIntoConv", 0))
                        .isEqualTo(scales))
                .satisfies(rules -> assertThat(rules.getOrDefault("ChannelShiftIntoConv", 0))
                        .isGreaterThanOrEqualTo(scales));
        assertThat(folded.nodes()).hasSize(nodes);
        assertThat(OptimizedGraph.operators(folded))
                .as("as ONNX Runtime runs it")
                .hasSizeLessThan(
                        OptimizedGraph.operators(OnnxFile.parse(original, name)).size());
        assertThat(learntPairs(folded)).as("Conv -> Mul[1] -> Add[1]").isEmpty();
        assertThat(result.report().refusals())
                .filteredOn(refusal -> refusal.rule().equals("InputDependentGate"))
                .hasSize(gates)
                .allSatisfy(refusal ->
                        assertThat(refusal.reason()).contains("Mul '" + refusal.node() + "'", "calibrated folding"));
        NativeChecker.check(folded);
        assertThat(new FoldPipeline(FoldRules.standard()).run(folded).report().folds())
                .isEmpty();
        EquivalenceReport report = onText(original, OnnxFile.bytes(folded));
        OutputDifference text = text(report);
        assertThat(text.maxReference()).as("the net sees text").isGreaterThan(0.5);
        assertThat(text.unequal()).isZero();
        assertThat(text.sameTop1()).isEqualTo(text.top1Images());
        assertThat(report.equivalent()).as(report.text()).isTrue();
    }

    /** What PP-OCRv4 has after 28 convolutions: a Mul and then an Add, both with a constant of one element. */
    private static List<Node> learntPairs(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.is("Add") && single(graph, node))
                .filter(node -> node.inputs().stream()
                        .flatMap(input -> graph.producer(input).stream())
                        .anyMatch(mul -> mul.is("Mul") && single(graph, mul) && afterConv(graph, mul)))
                .toList();
    }

    private static boolean afterConv(Graph graph, Node node) {
        return node.inputs().stream()
                .flatMap(input -> graph.producer(input).stream())
                .anyMatch(producer -> producer.is("Conv"));
    }

    private static boolean single(Graph graph, Node node) {
        return node.inputs().stream()
                .flatMap(input -> graph.initializer(input).stream())
                .anyMatch(constant -> constant.size() == 1);
    }

    private static EquivalenceReport onText(byte[] original, byte[] folded) {
        RealImages text = new RealImages(
                ImagePool.of(
                        IntStream.range(0, 4).mapToObj(PaddleOcrTest::drawn).toList()),
                new ImageTensorizer(TEXT));
        return new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(4, 1)).run(original, folded, text);
    }

    private static OutputDifference text(EquivalenceReport report) {
        return report.comparisons().stream()
                .filter(comparison -> comparison.samples().equals("real") && comparison.subject() == Subject.CANDIDATE)
                .findFirst()
                .orElseThrow()
                .outputs()
                .get(0);
    }

    /** Lines of E, H, L and T, drawn as bars: a machine without fonts will do. */
    private static RgbImage drawn(int number) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        Arrays.fill(rgb, (byte) 255);
        int size = 24 + 4 * number;
        for (int y = 40; y + size < SIDE; y += 3 * size) {
            for (int x = 20; x + size < SIDE - 20; x += size) {
                letter(rgb, "EHLT".charAt((x + y + number) % 4), x, y, size * 2 / 3, size);
            }
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }

    private static void letter(byte[] rgb, char letter, int x, int y, int width, int height) {
        int pen = height / 6;
        int middle = y + (height - pen) / 2;
        bar(rgb, letter == 'T' ? x + (width - pen) / 2 : x, y, pen, height);
        if (letter == 'H') {
            bar(rgb, x + width - pen, y, pen, height);
        }
        if (letter == 'E' || letter == 'T') {
            bar(rgb, x, y, width, pen);
        }
        if (letter == 'E' || letter == 'H') {
            bar(rgb, x, middle, width, pen);
        }
        if (letter == 'E' || letter == 'L') {
            bar(rgb, x, y + height - pen, width, pen);
        }
    }

    private static void bar(byte[] rgb, int left, int top, int width, int height) {
        for (int y = top; y < top + height; y++) {
            Arrays.fill(rgb, 3 * (y * SIDE + left), 3 * (y * SIDE + left + width), (byte) 20);
        }
    }

    private static byte[] model(String name) throws IOException {
        try (InputStream in = PaddleOcrTest.class.getResourceAsStream("/models/" + name + ".onnx")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
