package io.reparam.calibrate;

import io.reparam.plot.HeatMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one HTML file that needs nothing else: table and plot of the trade-off curve, and a heat map of each gate. */
public final class HtmlReport {
    private static final String STYLE = "body{font:14px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
            + "table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:right;border-bottom:1px solid #ccc}"
            + "td:first-child,th:first-child{text-align:left}svg{display:block;margin:1em 0;font-size:11px}"
            + "img{image-rendering:pixelated;max-width:100%}.chosen{font-weight:bold}";

    private HtmlReport() {}

    public static String of(String model, Calibrated calibrated) throws IOException {
        CalibrationReport report = calibrated.report();
        List<String> html = new ArrayList<>();
        html.add("<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>" + escaped(model)
                + ", calibrated</title><style>" + STYLE + "</style></head><body>");
        html.add("<h1>" + escaped(model) + ", calibrated</h1><p><strong>" + escaped(report.statement())
                + "</strong></p>");
        html.add("<p>Budget: " + escaped(report.plan().budget().text()) + ". " + report.calibrationImages()
                + " calibration images, " + report.result().heldOut().images() + " held out, "
                + report.sample().skipped()
                + " unreadable and skipped."
                + (report.steppedBack() == 0
                        ? ""
                        : " The calibration images allowed " + report.steppedBack()
                                + " gates more than the held-out ones, whose loss was looked at when gates were chosen.")
                + "</p>");
        report.sample().lines().forEach(line -> html.add("<p>" + escaped(line) + "</p>"));
        html.add("<h2>Trade-off</h2>" + CurvePlot.svg(report.curve(), report.chosen()));
        html.add("<table><tr><th>gates gone</th><th>the last</th><th>nodes</th><th>bytes</th><th>latency</th>"
                + "<th>calibration</th><th>held out</th></tr>");
        report.curve().forEach(point -> html.add(row(point, point.equals(report.result()))));
        html.add(
                "</table><h2>Gates</h2><p>A column a channel, a row an image. Stripes: the gate says the same for every"
                        + " image.</p>");
        for (GateStripes gate : report.gates()) {
            html.add(gate(gate, calibrated.heatMaps()));
        }
        if (!report.rejected().isEmpty()) {
            html.add("<h2>No gates</h2><ul>");
            report.rejected().forEach(r -> html.add("<li>" + escaped(r.node()) + ": " + escaped(r.reason()) + "</li>"));
            html.add("</ul>");
        }
        html.add("</body></html>");
        return String.join("\n", html);
    }

    private static String row(CurvePoint point, boolean chosen) {
        String latency = point.latency() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.3f ms, ratio %.3f",
                        point.millis(),
                        point.latency().value());
        return "<tr" + (chosen ? " class='chosen'" : "") + "><td>" + point.gatesRemoved() + "</td><td>"
                + escaped(point.gate() == null ? "" : point.gate()) + "</td><td>" + point.nodes() + "</td><td>"
                + point.bytes() + "</td><td>" + latency + "</td><td>"
                + escaped(point.calibration().text()) + "</td><td>"
                + escaped(point.heldOut().text()) + "</td></tr>";
    }

    private static String gate(GateStripes gate, Map<String, List<float[]>> heatMaps) throws IOException {
        List<float[]> rows = heatMaps.getOrDefault(gate.gate(), List.of());
        String picture = rows.isEmpty()
                ? ""
                : "<img alt='heat map of " + escaped(gate.gate()) + "' src='data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(HeatMap.png(rows)) + "'>";
        return String.format(
                        Locale.ROOT,
                        "<h3>%s: %s</h3><p>%d channels, mean %.3f, deviation over images %.4f, spread over channels %.4f;"
                                + " alone KL %.3g, goes as number %d</p>",
                        escaped(gate.gate()),
                        gate.removed() ? "gone" : "stays",
                        gate.channels(),
                        gate.mean(),
                        gate.deviationOverImages(),
                        gate.spreadOverChannels(),
                        gate.aloneKl(),
                        gate.order())
                + picture;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
