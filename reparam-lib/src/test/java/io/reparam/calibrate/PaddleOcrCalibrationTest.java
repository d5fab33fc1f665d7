package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.NativeChecker;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import io.reparam.ortfold.OrtEvaluator;
import io.reparam.proof.Certificate;
import io.reparam.proof.ProvenFold;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention that another team trained, taken out of PP-OCR's direction classifier and text detectors, on text drawn here. */
class PaddleOcrCalibrationTest {
    private static final FoldPipeline PIPELINE = new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference());
    private static final ImageTensorizer LINES = new ImageTensorizer(new PreprocessSpec(
                    48, 192, 192, Interpolation.BILINEAR, List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f))
            .with(Fit.PAD, ChannelOrder.BGR));

    @TempDir
    Path directory;

    @Test
    void directionClassifier_withinTheBudget_losesHardlyAnything() throws IOException {
        Graph net = model("ch_ppocr_mobile_v2.0_cls_infer");
        ImageLoader.Loaded lines = new ImageLoader(LINES, 16, false)
                .load(Rendered.lines(64, 1), Rendered.lines(1000, 2), 64, 1000, 1, batch -> new int[0]);
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0);
        Calibrated calibrated = new Calibration(plan, PIPELINE)
                .run(
                        net,
                        GateFinder.find(net, 2, 3, 48, 192),
                        images(lines.calibration()),
                        images(lines.heldOut()),
                        Sample.unknown(0));

        List<CurvePoint> curve = calibrated.report().curve();
        assertThat(curve).hasSize(10);
        assertThat(curve.get(0).heldOut().accuracyBefore())
                .as("the original reads these lines")
                .isGreaterThan(0.85);
        assertThat(drop(curve.get(5))).as("points lost with 5 of 9 gates gone").isLessThanOrEqualTo(0.005);
        assertThat(drop(curve.get(9))).as("points lost with all gates gone").isLessThanOrEqualTo(0.015);
        assertThat(curve.get(9).nodes()).isLessThanOrEqualTo(125);
        assertThat(curve.get(9).bytes()).isLessThanOrEqualTo(344 * 1024);

        Path input = directory.resolve("cls.onnx");
        Path output = directory.resolve("calibrated.onnx");
        OnnxFile.write(net, input);
        EquivalenceCheck check = new EquivalenceCheck(
                new Tolerance(1e-5, true), CheckPlan.of(4, 1).withSizes(List.of(List.of(48, 192))));
        new CalibratedFold(new ProvenFold(PIPELINE, check))
                .write(calibrated, input, output, new Certificate.Origin("test", Instant.EPOCH), certificate -> {
                    assertThat(certificate.verdict()).isEqualTo("CALIBRATED, LOSSY");
                    assertThat(certificate.fold().verdict()).isEqualTo("EQUIVALENT");
                });
        Graph written = OnnxFile.read(output);
        NativeChecker.check(written);
        assertThat(written.metadata().get(Calibration.METADATA)).startsWith("calibrated, lossy: 9 of 9 gates");
        assertThat(GateFinder.find(written, 2, 3, 48, 192).found()).isEmpty();
        try (var files = Files.list(directory)) {
            assertThat(files).as("nothing else is left").hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"ch_PP-OCRv3_det_infer, 8", "ch_PP-OCRv4_det_infer, 10"})
    void detector_allGates_mapErrorIsMeasured(String name, int gates) throws IOException {
        Graph net = model(name);
        PreprocessSpec spec = new PreprocessSpec(
                160,
                160,
                160,
                Interpolation.BILINEAR,
                List.of(0.485f, 0.456f, 0.406f),
                List.of(0.229f, 0.224f, 0.225f));
        ImageLoader.Loaded pages = new ImageLoader(
                        new ImageTensorizer(spec.with(Fit.STRETCH, ChannelOrder.BGR)), 4, false)
                .load(Rendered.pages(8, 128, 1), Rendered.pages(8, 128, 2), 8, 8, 1, batch -> new int[0]);
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0);
        CalibrationReport report = new Calibration(plan, PIPELINE)
                .run(
                        net,
                        GateFinder.find(net, 2, 3, 160, 160),
                        images(pages.calibration()),
                        images(pages.heldOut()),
                        Sample.unknown(0))
                .report();
        assertThat(report.curve()).hasSize(gates + 1);
        assertThat(report.curve().get(0).heldOut().moved()).as("folded alone").isLessThan(1e-3);
        assertThat(report.curve().get(1).heldOut().kl())
                .isLessThan(report.result().heldOut().kl());
        OutputLoss map = report.result().heldOut().outputs().get(0);
        assertThat(map.kind()).isEqualTo(OutputKind.MAP);
        assertThat(map.moved()).isBetween(1e-6, 0.5);
    }

    private static double drop(CurvePoint point) {
        return point.heldOut().drop();
    }

    private static PreparedImages images(List<ImageBatch> batches) {
        return new PreparedImages(batches, done -> {});
    }

    private static Graph model(String name) throws IOException {
        try (InputStream in = PaddleOcrCalibrationTest.class.getResourceAsStream("/models/" + name + ".onnx")) {
            return OnnxFile.parse(Objects.requireNonNull(in, name).readAllBytes(), name);
        }
    }
}
