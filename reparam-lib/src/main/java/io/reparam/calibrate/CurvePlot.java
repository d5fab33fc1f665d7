package io.reparam.calibrate;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The trade-off curve as SVG: for each number of gates gone, loss, bytes and latency, each on a scale of its own. */
final class CurvePlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 120;
    private static final int LEFT = 90;
    private static final int TOP = 24;

    private CurvePlot() {}

    static String svg(List<CurvePoint> curve, int chosen) {
        StringBuilder all = new StringBuilder();
        all.append(plot(
                "held-out KL, nats", curve, chosen, point -> point.heldOut().kl()));
        boolean labelled = curve.get(0).heldOut().byAccuracy();
        all.append(plot(
                labelled ? "held-out accuracy lost, %" : "held-out answers changed, %",
                curve,
                chosen,
                point -> 100 * point.heldOut().drop()));
        all.append(plot("bytes", curve, chosen, CurvePoint::bytes));
        if (curve.get(0).latency() != null) {
            all.append(plot("latency / original", curve, chosen, CurvePlot::ratio));
        }
        return all.toString();
    }

    private static double ratio(CurvePoint point) {
        return point.latency() == null ? 0 : point.latency().value();
    }

    private static String plot(String title, List<CurvePoint> curve, int chosen, ToDoubleFunction<CurvePoint> measure) {
        double low = Math.min(0, curve.stream().mapToDouble(measure).min().orElseThrow());
        double high = curve.stream().mapToDouble(measure).max().orElseThrow();
        double range = high > low ? high - low : 1;
        StringBuilder points = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < curve.size(); i++) {
            double value = measure.applyAsDouble(curve.get(i));
            double x = LEFT + (double) i / Math.max(1, curve.size() - 1) * (WIDTH - LEFT - 20);
            double y = TOP + (1 - (value - low) / range) * (HEIGHT - TOP - 20);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            dots.append(String.format(
                    Locale.ROOT,
                    "<circle cx='%.1f' cy='%.1f' r='%d'><title>%d gates: %.4g</title></circle>"
                            + "<text x='%.1f' y='%d' text-anchor='middle'>%d</text>",
                    x,
                    y,
                    i == chosen ? 6 : 3,
                    curve.get(i).gatesRemoved(),
                    value,
                    x,
                    HEIGHT - 4,
                    curve.get(i).gatesRemoved()));
        }
        return String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %d' width='%d' role='img' aria-label='%s'><text x='0' y='14'>%s</text>"
                        + "<text x='%d' y='%d' text-anchor='end'>%.3g</text><text x='%d' y='%d' text-anchor='end'>%.3g</text>"
                        + "<polyline points='%s' fill='none' stroke='currentColor'/>%s</svg>%n",
                WIDTH,
                HEIGHT,
                WIDTH,
                title,
                title,
                LEFT - 10,
                TOP + 4,
                high,
                LEFT - 10,
                HEIGHT - 20,
                low,
                points.toString().strip(),
                dots);
    }
}
