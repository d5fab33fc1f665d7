package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.NativeChecker;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.Tolerance;
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
        Calibrated calibrated = run(net);
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

    @Test
    void gateThatIsTheSameForEveryImage_goesWithoutLoss() {
        // what ASR trains: the attention has become a constant, so calibration must find exactly that constant
        Graph net = GateNets.withoutWeights(GateNets.classifier(GateNets.Kind.SE), "k0_b");
        Calibrated calibrated = run(net);
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

    private static Calibrated run(Graph net) {
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0);
        return new Calibration(plan, PIPELINE)
                .run(
                        net,
                        GateFinder.find(net, 2, 3, 12, 12),
                        GateNets.images(16, 1),
                        GateNets.images(24, 2),
                        Sample.unknown(0));
    }
}
