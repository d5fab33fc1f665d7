package io.reparam.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What calibration found, chose and measured.
 *
 * @param statement one line that goes with the model: that it is lossy, and by how much
 * @param plan what was asked for
 * @param calibrationImages that constants and order come from
 * @param sample which images there were
 * @param classes of the net's answers, 0 if it has none
 * @param gates in the order in which they run
 * @param rejected products that look like gates but are not
 * @param curve from no gate to all
 * @param chosen index in the curve
 * @param steppedBack gates that the calibration images allowed and the held-out ones did not
 */
public record CalibrationReport(
        String statement,
        CalibrationPlan plan,
        int calibrationImages,
        Sample sample,
        int classes,
        List<GateStripes> gates,
        List<Gates.Rejection> rejected,
        List<CurvePoint> curve,
        int chosen,
        int steppedBack) {
    private static final int SHOWN = 3;

    public CalibrationReport {
        gates = List.copyOf(gates);
        rejected = List.copyOf(rejected);
        curve = List.copyOf(curve);
    }

    public CurvePoint result() {
        return curve.get(chosen);
    }

    /** The line with what makes its numbers worth less: it stands alone in the model. */
    String statementWithWarnings() {
        return statement
                + sample.warnings().stream()
                        .map(warning -> "; warning: " + warning)
                        .collect(Collectors.joining());
    }

    /** Why no gate went. */
    String unmet() {
        CurvePoint best = curve.get(1);
        return "the budget (" + plan.budget().text() + ") allows no gate to go. The best that can be had is one gate, '"
                + best.gate() + "': " + best.calibration().text() + " of calibration, "
                + best.heldOut().text()
                + " held out"
                + (plan.budget().allows(best.heldOut(), 1) ? ", which alone would do" : "")
                + ". Allow that much, "
                + (sample.unused() > 0
                        ? "give more calibration images by --count, there are " + sample.unused() + " more, "
                        : "give more images than there are, ")
                + "or take so many gates by --gates. A net of 'reparam train' learns to do without by"
                + " 'reparam train --mode asr --from RUN_DIR'";
    }

    private String kind(OutputLoss output) {
        boolean said = plan.outputKinds().containsKey("") || plan.outputKinds().containsKey(output.output());
        return "output '" + output.output() + "': " + output.kind().text()
                + (said ? ", as --output-kind says" : ", as it seems; --output-kind sets another kind");
    }

    /** Lines for a terminal, of which none says what is written if nothing is. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format("%-30s %8s %10s %10s %10s %6s", "gate", "channels", "std", "spread", "alone KL", "goes"));
        for (GateStripes gate : gates) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-30s %8d %10.4f %10.4f %10.3g %6d%s",
                    gate.gate(),
                    gate.channels(),
                    gate.deviationOverImages(),
                    gate.spreadOverChannels(),
                    gate.aloneKl(),
                    gate.order(),
                    gate.removed() ? "" : " stays"));
        }
        rejected.stream().limit(SHOWN).forEach(r -> lines.add("no gate: '" + r.node() + "': " + r.reason()));
        lines.add(rejected.size() <= SHOWN ? "" : "no gates: " + (rejected.size() - SHOWN) + " more, in the report");
        lines.add("");
        lines.add(String.format("%5s %6s %10s  %s", "gates", "nodes", "bytes", "loss on held-out images"));
        for (CurvePoint point : curve) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%5d %6d %10d  %s%s%s",
                    point.gatesRemoved(),
                    point.nodes(),
                    point.bytes(),
                    point.heldOut().text(),
                    point.latency() == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    ", %.3f ms, %.3f of the original",
                                    point.millis(),
                                    point.latency().value()),
                    chosen > 0 && point.equals(result()) ? "  <- written" : ""));
        }
        result().heldOut().outputs().forEach(output -> lines.add(kind(output)));
        lines.addAll(sample.lines());
        if (steppedBack > 0) {
            lines.add("the calibration images allow " + (result().gatesRemoved() + steppedBack)
                    + " gates, the held-out ones do not: their loss was looked at when gates were chosen");
        }
        lines.add(chosen > 0 ? statement : "");
        lines.removeIf(String::isEmpty);
        return String.join(System.lineSeparator(), lines);
    }
}
