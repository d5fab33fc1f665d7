package io.reparam.calibrate;

import io.reparam.artifact.ModelCard;
import io.reparam.bench.BenchPlan;
import io.reparam.fold.FoldPipeline;
import io.reparam.graph.Graph;
import io.reparam.ort.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes attention out of a trained net, as far as a budget allows. It finds gates, watches them on images, and makes constants of
 * them. It takes them out one by one in the order in which that costs least, and measures every number of gates on held-out images.
 * The same images give the same net. For one thread.
 *
 * @see <a href="https://arxiv.org/abs/2304.06345">the observation that gates are nearly the same for every image</a>
 */
public final class Calibration {
    /** The {@code metadata_props} entry that says that a model is lossy, and by how much. */
    public static final String METADATA = "reparam.calibrated";

    private final CalibrationPlan plan;
    private final FoldPipeline pipeline;

    /** @param pipeline that the result will be folded with */
    public Calibration(CalibrationPlan plan, FoldPipeline pipeline) {
        this.plan = plan;
        this.pipeline = pipeline;
    }

    /** How often images will be run, about: for the time left. */
    public static long runs(int gates, int calibrationImages, int heldOutImages) {
        return (GreedyOrder.passes(gates) + 2) * calibrationImages + (gates + 2L) * heldOutImages;
    }

    /**
     * Runs on images.
     *
     * @param apart the net that the loss is told against; not changed
     * @param gates of it
     * @param calibration makes constants and order
     * @param heldOut other images, which tell the loss
     * @param sample what is known of both, for the report
     * @return with no gate gone if the budget cannot be met: the curve is there all the same
     * @throws CalibrationException if there is no gate, or an output or a label does not fit
     * @throws io.reparam.ort.OrtModelException if the net does not run on these images
     */
    public Calibrated run(
            TakenApart apart, Gates gates, PreparedImages calibration, PreparedImages heldOut, Sample sample) {
        Graph net = apart.graph();
        if (plan.budget().gates() > requireGates(gates).found().size()) {
            int found = gates.found().size();
            throw new CalibrationException("--gates " + plan.budget().gates() + ": the model has only " + found
                    + (found == 1 ? " gate" : " gates"));
        }
        LossMeter meter = meter(net, calibration, plan.outputKinds());
        LossMeter heldOutMeter = meter(net, heldOut, meter.kinds());
        Sample told = sample.warning(heldOutMeter.warnings()).judged(meter.classes());
        Map<Gate, ChannelMoments> seen = watch(net, gates, calibration);
        List<Gate> usable = List.copyOf(seen.keySet());
        GreedyOrder order = new GreedyOrder(net, seen, calibration, meter, plan.threads());
        List<GreedyOrder.Step> steps = order.steps();

        TradeOff tradeOff = new TradeOff(apart, pipeline, heldOutMeter, bench(calibration));
        List<CurvePoint> curve = new ArrayList<>();
        curve.add(tradeOff.at(null, Loss.none(steps.get(0).loss())));
        steps.forEach(step -> curve.add(tradeOff.at(step, step.loss())));

        int allowed = largest(curve, curve.size() - 1, false);
        int chosen = largest(curve, allowed, true);
        List<Calibrated> points = new ArrayList<>();
        for (int gone = 0; gone <= steps.size(); gone++) {
            List<ConstantGates.Replacement> replaced =
                    gone == 0 ? List.of() : steps.get(gone - 1).replacements();
            CalibrationReport report = new CalibrationReport(
                    statement(curve.get(gone), usable.size(), calibration.count()),
                    plan,
                    calibration.count(),
                    told,
                    meter.classes(),
                    stripes(seen, order.alone(), steps, replaced),
                    rejected(gates, seen),
                    curve,
                    gone,
                    gone == chosen ? allowed - chosen : 0);
            points.add(point(apart, replaced, report, heatMaps(seen)));
        }
        Calibrated result = points.get(chosen);
        return new Calibrated(result.graph(), result.report(), result.heatMaps(), points.subList(1, points.size()));
    }

    /** Runs on a net that has nothing to be taken apart. */
    public Calibrated run(Graph net, Gates gates, PreparedImages calibration, PreparedImages heldOut, Sample sample) {
        return run(TakenApart.none(net), gates, calibration, heldOut, sample);
    }

    private static Calibrated point(
            TakenApart net,
            List<ConstantGates.Replacement> replaced,
            CalibrationReport report,
            Map<String, List<float[]>> heatMaps) {
        Graph lossy = net.with(replaced);
        if (!replaced.isEmpty()) {
            lossy.metadata().put(METADATA, report.statementWithWarnings());
            ModelCard.from(lossy.metadata())
                    .ifPresent(card -> lossy.metadata()
                            .put(ModelCard.KEY, calibrated(card, report).toJson()));
        }
        return new Calibrated(lossy, report, heatMaps, List.of());
    }

    /** @throws CalibrationException if there is none */
    public static Gates requireGates(Gates gates) {
        if (gates.found().isEmpty()) {
            throw new CalibrationException(
                    "the model has no gates: no product of a feature map and a factor of one number a"
                            + " channel that comes from a pooling over the whole image"
                            + gates.rejected().stream()
                                    .findFirst()
                                    .map(r -> "; '" + r.node() + "' is not a gate: " + r.reason()
                                            + (gates.rejected().size() == 1
                                                    ? ""
                                                    : "; and "
                                                            + (gates.rejected().size() - 1) + " more are not"))
                                    .orElse("")
                            + "; 'fold' folds what is constant already");
        }
        return gates;
    }

    private Map<Gate, ChannelMoments> watch(Graph net, Gates gates, PreparedImages images) {
        List<Gate> wanted = requireGates(gates).found();
        Map<Gate, ChannelMoments> seen = Probe.watch(net, wanted, images, plan.threads());
        if (seen.isEmpty()) {
            throw new CalibrationException(
                    "none of the model's " + wanted.size() + " gates is the same at all places of these images");
        }
        return seen;
    }

    private LossMeter meter(Graph net, PreparedImages images, Map<String, OutputKind> kinds) {
        return new LossMeter(net, images, kinds, plan.namedClasses(), plan.threads());
    }

    private @Nullable BenchPlan bench(PreparedImages images) {
        long[] shape = images.batches().get(0).input().shape();
        return plan.latencySeconds() == 0
                ? null
                : new BenchPlan(
                        1,
                        List.of((int) shape[2], (int) shape[3]),
                        plan.threads(),
                        plan.latencySeconds(),
                        1,
                        true,
                        Provider.CPU);
    }

    /** The accuracy that the card tells is the original's. */
    private static ModelCard calibrated(ModelCard card, CalibrationReport report) {
        Loss loss = report.result().heldOut();
        Double accuracy = loss.accuracy();
        return card.withProvenance(card.provenance()
                .withCalibration(
                        report.statementWithWarnings(),
                        accuracy == null ? 0 : loss.images(),
                        accuracy == null ? 0 : accuracy));
    }

    /** The most gates, up to a number, that the budget allows. */
    private int largest(List<CurvePoint> curve, int upTo, boolean heldOut) {
        for (int gone = upTo; gone > 0; gone--) {
            CurvePoint point = curve.get(gone);
            if (plan.budget().allows(heldOut ? point.heldOut() : point.calibration(), gone)) {
                return gone;
            }
        }
        return 0;
    }

    private String statement(CurvePoint point, int gates, int images) {
        return String.format(
                Locale.ROOT,
                "calibrated, lossy: %d of %d gates are constants (least squares of %d images); held-out loss: %s",
                point.gatesRemoved(),
                gates,
                images,
                point.heldOut().text());
    }

    private static List<GateStripes> stripes(
            Map<Gate, ChannelMoments> seen,
            Map<Gate, Double> alone,
            List<GreedyOrder.Step> steps,
            List<ConstantGates.Replacement> replaced) {
        Map<Gate, Integer> order = new HashMap<>();
        steps.forEach(step -> order.put(step.added(), order.size() + 1));
        Set<Gate> gone = new HashSet<>();
        replaced.forEach(r -> gone.add(r.gate()));
        List<GateStripes> stripes = new ArrayList<>();
        seen.forEach((gate, moments) -> stripes.add(
                GateStripes.of(gate, moments, alone.get(gate), order.getOrDefault(gate, 0), gone.contains(gate))));
        return stripes;
    }

    private static List<Gates.Rejection> rejected(Gates gates, Map<Gate, ChannelMoments> seen) {
        List<Gates.Rejection> rejected = new ArrayList<>(gates.rejected());
        gates.found().stream()
                .filter(gate -> !seen.containsKey(gate))
                .forEach(gate -> rejected.add(new Gates.Rejection(
                        gate.mul(), "the factor '" + gate.factor() + "' differs by place on these images")));
        return rejected;
    }

    private static Map<String, List<float[]>> heatMaps(Map<Gate, ChannelMoments> seen) {
        Map<String, List<float[]>> maps = new LinkedHashMap<>();
        seen.forEach((gate, moments) -> maps.put(gate.mul(), moments.rows()));
        return maps;
    }
}
