package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.FloatTensor;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates as PyTorch exports them, in every layout: nets of 64x64 pixels and 5 classes. */
class GateCasesTest {
    private static final FoldPipeline PIPELINE = new FoldPipeline(FoldRules.standard());

    @ParameterizedTest
    @CsvSource({
        "cbam_full, 1x16x1x1, 12",
        "gap_nchw_mul_nhwc, 1x1x1x16, 6",
        "groupwise_se, 1x4x4x1x1, 6",
        "se_div, 1x16x1x1, 6",
        "se_flatten_mean, 1x16x1x1, 6",
        "se_nhwc_transposes, 1x1x1x16, 6"
    })
    void gate_isFound_andItsChannelsLieWhereTheNetHasThem(String name, String dims, int nodes) throws IOException {
        Graph net = net(name);
        Gates gates = GateFinder.find(net, 2, 3, 64, 64);
        assertThat(gates.found())
                .singleElement()
                .satisfies(gate -> assertThat(String.join(
                                "x", gate.dims().stream().map(String::valueOf).toList()))
                        .isEqualTo(dims));
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0);
        Calibrated calibrated =
                new Calibration(plan, PIPELINE).run(net, gates, images(1), images(2), Sample.unknown(0));
        assertThat(calibrated.report().result().heldOut().kl())
                .as("these gates hardly depend on the image")
                .isLessThan(1e-4);
        assertThat(PIPELINE.run(calibrated.graph()).graph().nodes()).hasSize(nodes);
    }

    @Test
    void stackedBranches_areOneGateEach_andTheirConstantsFoldIntoTheBranches() throws IOException {
        Graph stacked = net("sk_stack_softmax");
        assertThat(GateFinder.find(stacked, 2, 3, 64, 64).found())
                .singleElement()
                .satisfies(gate -> assertThat(gate.dims()).containsExactly(1L, 2L, 16L, 1L, 1L));
        TakenApart apart = TakenApart.of(stacked, 2, 3, 64, 64);
        Graph net = apart.graph();
        assertThat(new EquivalenceCheck(new Tolerance(1e-6, true), CheckPlan.of(4, 1))
                        .run(OnnxFile.bytes(stacked), OnnxFile.bytes(net), null)
                        .equivalent())
                .isTrue();
        Gates gates = GateFinder.find(net, 2, 3, 64, 64);
        assertThat(gates.found())
                .hasSize(2)
                .allSatisfy(gate -> assertThat(gate.dims()).containsExactly(1L, 16L, 1L, 1L));
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0);
        Calibrated calibrated =
                new Calibration(plan, PIPELINE).run(apart, gates, images(1), images(2), Sample.unknown(0));
        assertThat(PIPELINE.run(calibrated.graph()).graph().nodes())
                .extracting(Node::opType)
                .doesNotContain("Mul", "Softmax", "Concat", "Gather");
    }

    @ParameterizedTest
    @CsvSource({"ReduceSum, 0", "Gather, 0", "Split, 0", "ReduceSum, 1"})
    void stackedBranches_areTakenApart_howeverTheyAreAdded(String adding, int operand) {
        Graph stacked = GateNets.stacked(adding, operand);
        TakenApart apart = TakenApart.of(stacked, 2, 3, 12, 12);
        Graph net = apart.graph();
        assertThat(new EquivalenceCheck(new Tolerance(1e-6, true), CheckPlan.of(4, 1))
                        .run(OnnxFile.bytes(stacked), OnnxFile.bytes(net), null)
                        .equivalent())
                .isTrue();
        Gates gates = GateFinder.find(net, 2, 3, 12, 12);
        assertThat(gates.found()).hasSize(2);
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0);
        Calibrated calibrated = new Calibration(plan, PIPELINE)
                .run(apart, gates, GateNets.images(16, 1), GateNets.images(16, 2), Sample.unknown(0));
        int folded = PIPELINE.run(stacked).graph().nodes().size();
        assertThat(calibrated.report().curve().get(0).nodes())
                .as("where no gate goes, the stack stays")
                .isEqualTo(folded);
        assertThat(PIPELINE.run(calibrated.graph()).graph().nodes())
                .as("both branches merge into one convolution")
                .extracting(Node::opType)
                .containsExactly("Conv", "Relu", "Conv", "GlobalAveragePool", "Flatten", "Gemm");
    }

    @Test
    void branchesOfOneConvolution_areOneGate_whoseConstantThatConvolutionTakes() {
        Graph net = GateNets.branchesOfOneConvolution();
        Gates gates = GateFinder.find(net, 2, 3, 12, 12);
        assertThat(gates.found())
                .singleElement()
                .satisfies(gate -> assertThat(gate.dims()).containsExactly(1L, 2L, 8L, 1L, 1L));
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0);
        Calibrated calibrated = new Calibration(plan, PIPELINE)
                .run(net, gates, GateNets.images(16, 1), GateNets.images(16, 2), Sample.unknown(0));
        Graph folded = PIPELINE.run(calibrated.graph()).graph();
        assertThat(folded.nodes())
                .extracting(Node::opType)
                .containsExactly("Conv", "Relu", "Reshape", "ReduceSum", "GlobalAveragePool", "Flatten", "Gemm");
        assertThat(new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(4, 1))
                        .run(OnnxFile.bytes(calibrated.graph()), OnnxFile.bytes(folded), null)
                        .equivalent())
                .isTrue();
        LossMeter meter = new LossMeter(net, GateNets.images(16, 1), Map.of(), 0, 1);
        assertThat(calibrated.report().result().calibration().kl())
                .as("of the net as it is, with its gate switched off; the written net has the constant elsewhere")
                .isCloseTo(meter.of(folded).kl(), within(1e-6));
    }

    private static Graph net(String name) throws IOException {
        try (InputStream in = GateCasesTest.class.getResourceAsStream("/cases/calibrate/" + name + ".onnx")) {
            return OnnxFile.parse(Objects.requireNonNull(in, name).readAllBytes(), name);
        }
    }

    private static PreparedImages images(long seed) {
        Random random = new Random(seed);
        List<ImageBatch> batches = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            FloatTensor input = FloatTensor.zeros(8, 3, 64, 64);
            for (int at = 0; at < input.data().capacity(); at++) {
                double strength = 0.2 + at / (3 * 64 * 64) % 5 * 0.2;
                input.data().put(at, (float) (strength * random.nextGaussian()));
            }
            batches.add(new ImageBatch(input, new int[0]));
        }
        return new PreparedImages(batches, done -> {});
    }
}
