package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.calibrate.GateNets.Kind;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.SmallNet;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.FloatTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final FoldPipeline PIPELINE = new FoldPipeline(FoldRules.standard());
    /** The second gate says the same for every image. */
    private static final Graph NET =
            GateNets.withoutWeights(GateNets.classifier(Kind.SE, Kind.SE, Kind.CBAM_CHANNEL), "k1_b");

    @Test
    void gates_goInTheOrderOfWhatTheyCost() {
        CalibrationReport report = run(NET, new Budget(null, null, true)).report();
        assertThat(report.curve()).extracting(CurvePoint::gatesRemoved).containsExactly(0, 1, 2, 3);
        assertThat(report.curve().get(1).gate()).as("the constant one").isEqualTo("gated1");
        assertThat(report.curve().get(1).heldOut().kl()).isLessThan(1e-9);
        assertThat(report.curve().get(3).calibration().kl())
                .isGreaterThan(report.curve().get(1).calibration().kl());
        assertThat(report.curve()).extracting(CurvePoint::nodes).isSortedAccordingTo((a, b) -> b - a);
        assertThat(report.chosen()).isEqualTo(3);
        assertThat(report.statement())
                .startsWith("calibrated, lossy: 3 of 3 gates are constants (least squares of 16 images)");
        assertThat(report.text()).contains("gated1", "<- written", "held-out");
    }

    @Test
    void budget_decidesHowManyGo_andWhatStaysIsWhole() {
        double second = run(NET, new Budget(null, null, true))
                .report()
                .curve()
                .get(2)
                .heldOut()
                .kl();
        Calibrated calibrated = run(NET, new Budget(null, second / 2, false));
        assertThat(calibrated.report().result().gatesRemoved()).isEqualTo(1);
        assertThat(calibrated.report().gates())
                .filteredOn(GateStripes::removed)
                .singleElement()
                .satisfies(gate -> assertThat(gate.gate()).isEqualTo("gated1"));
        assertThat(GateFinder.find(PIPELINE.run(calibrated.graph()).graph(), 2, 3, 12, 12)
                        .found())
                .hasSize(2);
        assertThat(calibrated.graph().metadata().get(Calibration.METADATA)).contains("1 of 3 gates");
    }

    @Test
    void budgetThatCannotBeMet_saysTheBestThatCan() {
        Graph net = GateNets.classifier(Kind.SE, Kind.ECA);
        assertThatThrownBy(() -> run(net, new Budget(null, 1e-12, false)).required())
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining(
                        "the budget (KL at most 1.00e-12) allows no gate to go. The best that can be had is one gate")
                .hasMessageContaining("held out");
    }

    @Test
    void heldOutImages_holdTheBudgetToo() {
        // the calibration images are so weak that they tell nothing: all gates may go by them
        PreparedImages weak = faint(GateNets.images(16, 1));
        PreparedImages strong = GateNets.images(16, 2);
        Gates gates = GateFinder.find(NET, 2, 3, 12, 12);
        List<CurvePoint> curve = new Calibration(plan(new Budget(null, null, true)), PIPELINE)
                .run(NET, gates, weak, strong, Sample.unknown(0))
                .report()
                .curve();
        double limit =
                Math.min(curve.get(2).heldOut().kl(), curve.get(3).heldOut().kl()) / 2;
        assertThat(curve.get(3).calibration().kl()).as("calibration allows all").isLessThan(limit);
        assertThat(curve.get(1).heldOut().kl()).as("held-out images allow one").isLessThan(limit);
        CalibrationReport report = new Calibration(plan(new Budget(null, limit, false)), PIPELINE)
                .run(NET, gates, weak, strong, Sample.unknown(0))
                .report();
        assertThat(report.chosen()).isEqualTo(1);
        assertThat(report.steppedBack()).isEqualTo(2);
        assertThat(report.text()).contains("the calibration images allow 3 gates, the held-out ones do not");
    }

    @Test
    void sameImages_giveTheSameNet() {
        Budget all = new Budget(null, null, true);
        assertThat(OnnxFile.bytes(run(NET, all).graph()))
                .isEqualTo(OnnxFile.bytes(run(NET, all).graph()));
    }

    @Test
    void netWithoutGates_isRefused_withWhatLookedLikeOne() {
        SmallNet net = SmallNet.image(3, 12);
        net.node("Mul", "y", "x", net.node("HardSigmoid", "s", "x"));
        assertThatThrownBy(() -> Calibration.requireGates(GateFinder.find(net.build(), 2, 3, 12, 12)))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("the model has no gates")
                .hasMessageContaining("'y' is not a gate: an activation (such as hard-swish)");
    }

    @Test
    void map_losesByItsOverlap_andTheUsualBudgetHoldsForIt() {
        SmallNet net = new SmallNet();
        net.builder().input("image", "N", 3, 12, 12).output("map", "N", 8, 12, 12);
        String x = net.conv("conv", "image", 3, GateNets.CHANNELS, 1, true);
        net.node("Sigmoid", "map", net.node("Mul", "gated", x, Kind.SE.gate(net, x, "k_")));
        Graph built = net.build();
        Calibrated usual = run(built, Budget.USUAL);
        Loss loss = usual.report().curve().get(1).heldOut();
        assertThat(loss.outputs()).singleElement().satisfies(output -> {
            assertThat(output.kind()).isEqualTo(OutputKind.MAP);
            assertThat(output.changed()).isBetween(1e-6, 0.5);
        });
        assertThat(loss.text()).contains("IoU ");
        assertThat(usual.report().chosen()).isEqualTo(loss.drop() <= 0.005 && loss.moved() <= 0.1 ? 1 : 0);
    }

    @Test
    void numberOfGates_isWhatWasAskedFor_andTheCurveHoldsEveryOther() {
        Calibrated two = run(NET, new Budget(null, null, null, 2, false));
        assertThat(two.report().result().gatesRemoved()).isEqualTo(2);
        assertThat(two.curve()).hasSize(3);
        assertThat(two.curve().get(0).graph().metadata().get(Calibration.METADATA))
                .contains("1 of 3 gates");
        assertThatThrownBy(() -> run(NET, new Budget(null, null, null, 4, false)))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("the model has only 3 gates");
    }

    @Test
    void answersThatMoveFar_countEvenIfTheTopClassStays() {
        Calibrated none = run(NET, new Budget(1.0, null, 1e-9, 0, false));
        assertThat(none.report().chosen()).isZero();
        assertThatThrownBy(none::required).hasMessageContaining("95 of 100 images move at most 1.00e-09");
    }

    @Test
    void warnings_standInTheReportAndInTheModel() {
        Sample few = new Sample("label", Map.of(0, 8, 1, 8), Map.of(0, 16), 16, 0, 0, 0, "", 0, List.of());
        Calibrated calibrated = run(NET, new Budget(null, null, true), few);
        String missing = "no held-out image is of class 1, 2, 3, 4 of the net's 5";
        assertThat(calibrated.report().sample().warnings())
                .anySatisfy(warning -> assertThat(warning).startsWith(missing))
                .anySatisfy(warning -> assertThat(warning).startsWith("only 16 images are held out"));
        assertThat(calibrated.graph().metadata().get(Calibration.METADATA))
                .contains("; warning: " + missing, "; warning: only 16 images");
        assertThat(calibrated.report().text()).containsOnlyOnce(missing);
    }

    @Test
    void rowOfNoGate_hasTheIntervalsOfItsImages() {
        CurvePoint none =
                run(NET, new Budget(null, null, true)).report().curve().get(0);
        assertThat(none.heldOut().images()).isEqualTo(none.calibration().images());
        assertThat(none.calibration().outputs().get(0).interval())
                .isEqualTo(none.heldOut().outputs().get(0).interval())
                .isEqualTo(Interval.ofMean(new double[16]));
    }

    @Test
    void outputKind_isSaidToBeInferredOrChosen() {
        Budget all = new Budget(null, null, true);
        assertThat(run(NET, all).report().text()).contains("': logits, as it seems; --output-kind sets another kind");
        CalibrationPlan chosen = new CalibrationPlan(all, 1, 0, Map.of("", OutputKind.RAW), 0);
        assertThat(run(NET, chosen, Sample.unknown(0)).report().text()).contains("': raw, as --output-kind says");
    }

    /** Where all images are drawn already, --count gives no more. */
    @Test
    void budgetThatCannotBeMet_tellsToGiveMoreByCount_onlyWhereThereAreMore() {
        Budget none = new Budget(null, 1e-12, false);
        Graph net = GateNets.classifier(Kind.SE, Kind.ECA);
        assertThatThrownBy(() -> run(net, none).required())
                .hasMessageContaining("give more images than there are")
                .hasMessageContaining("'reparam train --mode asr --from RUN_DIR'")
                .hasMessageNotContaining("--count");
        Sample more = new Sample("", Map.of(), Map.of(), 200, 0, 0, 0, "", 7, List.of());
        assertThatThrownBy(() -> run(net, none, more).required())
                .hasMessageContaining("give more calibration images by --count, there are 7 more");
    }

    @Test
    void labelThatTheModelDoesNotHave() {
        ImageBatch batch = GateNets.images(8, 1).batches().get(0);
        PreparedImages labelled = new PreparedImages(
                List.of(new ImageBatch(batch.input(), new int[] {0, 1, 2, 3, 4, 5, 0, 1})), done -> {});
        assertThatThrownBy(() -> new Calibration(plan(new Budget(0.5, null, false)), PIPELINE)
                        .run(NET, GateFinder.find(NET, 2, 3, 12, 12), labelled, labelled, Sample.unknown(0)))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("a label is class 5, but the model has 5 classes, 0 to 4");
    }

    @Test
    void latency_isMeasuredWhereItIsAskedFor() {
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0.05);
        CalibrationReport report = new Calibration(plan, PIPELINE)
                .run(
                        NET,
                        GateFinder.find(NET, 2, 3, 12, 12),
                        GateNets.images(16, 1),
                        GateNets.images(16, 2),
                        Sample.unknown(0))
                .report();
        assertThat(report.curve())
                .allSatisfy(point -> assertThat(point.millis()).isGreaterThan(0));
        assertThat(report.text()).contains(" of the original");
    }

    private static Calibrated run(Graph net, Budget budget) {
        return run(net, budget, Sample.unknown(0));
    }

    private static Calibrated run(Graph net, Budget budget, Sample sample) {
        return run(net, plan(budget), sample);
    }

    private static Calibrated run(Graph net, CalibrationPlan plan, Sample sample) {
        return new Calibration(plan, PIPELINE)
                .run(net, GateFinder.find(net, 2, 3, 12, 12), GateNets.images(16, 1), GateNets.images(16, 2), sample);
    }

    private static CalibrationPlan plan(Budget budget) {
        return new CalibrationPlan(budget, 1, 0);
    }

    private static PreparedImages faint(PreparedImages images) {
        List<ImageBatch> batches = images.batches().stream()
                .map(batch -> {
                    FloatTensor input = FloatTensor.zeros(batch.input().shape());
                    for (int i = 0; i < input.data().capacity(); i++) {
                        input.data().put(i, batch.input().data().get(i) * 1e-3f);
                    }
                    return new ImageBatch(input, batch.labels());
                })
                .toList();
        return new PreparedImages(batches, done -> {});
    }
}
