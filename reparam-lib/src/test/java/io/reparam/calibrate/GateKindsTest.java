package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.NativeChecker;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.Tolerance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateKindsTest {
    private static final FoldPipeline PIPELINE = new FoldPipeline(FoldRules.standard());

    @ParameterizedTest
    @EnumSource
    void gateOfEveryKind_isFound_measured_andGone(GateNets.Kind kind) {
        Graph net = GateNets.classifier(kind);
        Gates gates = GateFinder.find(net, 2, 3, 12, 12);
        assertThat(gates.found())
                .singleElement()
                .satisfies(gate -> assertThat(gate.scaled()).isEqualTo("relu0"));
        Calibrated calibrated = run(net, ConstantKind.LEAST_SQUARES, false);
        Loss loss = calibrated.report().result().heldOut();
        assertThat(loss.kl()).isGreaterThan(0).isFinite();
        assertThat(loss.images()).isEqualTo(24);
        Graph folded = PIPELINE.run(calibrated.graph()).graph();
        NativeChecker.check(folded);
        assertThat(folded.nodes())
                .extracting(node -> node.opType())
                .as("gate and branch are gone; what is left is the net without attention")
                .containsExactly("Conv", "Relu", "Conv", "GlobalAveragePool", "Flatten", "Gemm");
    }

    @ParameterizedTest
    @EnumSource
    void gateThatIsTheSameForEveryImage_goesWithoutLoss(ConstantKind constants) {
        // what ASR trains: the attention has become a constant, so calibration must find exactly that constant
        Graph net = GateNets.withoutWeights(GateNets.classifier(GateNets.Kind.SE), "k0_b");
        Calibrated calibrated = run(net, constants, true);
        assertThat(calibrated.report().result().heldOut().kl()).isLessThan(1e-9);
        assertThat(calibrated.report().gates())
                .singleElement()
                .satisfies(gate -> assertThat(gate.deviationOverImages()).isLessThan(1e-3));
        byte[] folded = OnnxFile.bytes(PIPELINE.run(calibrated.graph()).graph());
        assertThat(new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(4, 1))
                        .run(OnnxFile.bytes(net), folded, null)
                        .equivalent())
                .isTrue();
    }

    @Test
    void correctedBias_keepsTheMeanOfWhatFollows_whereTheConvolutionDoesNotPad() {
        Graph net = GateNets.gateBeforePointwise();
        Calibrated plain = run(net, ConstantKind.LEAST_SQUARES, false);
        Calibrated corrected = run(net, ConstantKind.LEAST_SQUARES, true);
        Calibrated affine = run(net, ConstantKind.AFFINE, false);
        float[] wanted = meanLogits(net);
        assertThat(distance(meanLogits(plain.graph()), wanted)).isGreaterThan(1e-3);
        assertThat(distance(meanLogits(corrected.graph()), wanted)).isLessThan(1e-4);
        assertThat(distance(meanLogits(affine.graph()), wanted)).isLessThan(1e-4);
        assertThat(corrected.report().gates()).allMatch(GateStripes::shifted);
        assertThat(PIPELINE.run(corrected.graph()).graph().nodes())
                .as("the summand costs nothing")
                .hasSameSizeAs(PIPELINE.run(plain.graph()).graph().nodes());
    }

    @Test
    void correctedBias_isLeftAway_whereTheConvolutionPads() {
        Calibrated calibrated = run(GateNets.classifier(GateNets.Kind.SE), ConstantKind.LEAST_SQUARES, true);
        assertThat(calibrated.report().gates()).noneMatch(GateStripes::shifted);
        assertThat(calibrated.graph().nodes()).noneMatch(node -> node.is("Add"));
    }

    private static Calibrated run(Graph net, ConstantKind constants, boolean correctBias) {
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), constants, correctBias, 1, 0);
        return new Calibration(plan, PIPELINE)
                .run(
                        net,
                        GateFinder.find(net, 2, 3, 12, 12),
                        GateNets.images(16, 1),
                        GateNets.images(24, 2),
                        Sample.unknown(0));
    }

    /** Over the images that the constants were made from. */
    private static float[] meanLogits(Graph net) {
        float[] sum = new float[5];
        int images = 0;
        try (OrtModel model = new OrtModel(OnnxFile.bytes(net), SessionSettings.reference(1))) {
            for (ImageBatch batch : GateNets.images(16, 1).batches()) {
                Map<String, FloatTensor> outputs = model.run(Map.of("image", batch.input()));
                float[] logits = List.copyOf(outputs.values()).get(0).toArray();
                for (int i = 0; i < logits.length; i++) {
                    sum[i % 5] += logits[i];
                }
                images += batch.size();
            }
        }
        for (int k = 0; k < 5; k++) {
            sum[k] /= images;
        }
        return sum;
    }

    private static double distance(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
