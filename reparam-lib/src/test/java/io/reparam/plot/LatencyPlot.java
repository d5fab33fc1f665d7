package io.reparam.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws {@code latency.csv} as bars, in a light and a dark SVG beside it: {@code java LatencyPlot DIRECTORY}. The numbers are those
 * of RESULTS.md.
 */
final class LatencyPlot {
    private static final int WIDTH = 720;
    private static final int LEFT = 210;
    private static final int FULL = 440;
    private static final int BAR = 14;
    private static final int GAP = 16;
    private static final int HEAD = 46;

    /** Colours of a page. */
    private record Palette(String text, String faint, Map<String, String> bars) {
        String bar(String tool) {
            return Objects.requireNonNull(bars.get(tool));
        }
    }

    private static final Map<String, Palette> PALETTES = Map.of(
            "light",
            new Palette(
                    "#1f2328", "#d0d7de", Map.of("onnxsim", "#9a6700", "onnxslim", "#8250df", "reparam", "#0969da")),
            "dark",
            new Palette(
                    "#e6edf3", "#30363d", Map.of("onnxsim", "#d29922", "onnxslim", "#a371f7", "reparam", "#58a6ff")));

    /** Time of a net after a tool, as a share of before; null if nobody measured it. */
    private record Row(String net, Map<String, @Nullable Double> shares) {}

    private LatencyPlot() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        for (String theme : PALETTES.keySet()) {
            Files.writeString(directory.resolve("latency-" + theme + ".svg"), svg(directory, theme));
        }
    }

    static String svg(Path directory, String theme) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("latency.csv")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        List<String> tools = List.of(lines.get(0).split(",")).subList(1, 4);
        List<Row> rows = lines.stream().skip(1).map(line -> row(line, tools)).toList();
        return draw(rows, tools, Objects.requireNonNull(PALETTES.get(theme)));
    }

    private static Row row(String line, List<String> tools) {
        String[] fields = line.split(",", -1);
        Map<String, @Nullable Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < tools.size(); i++) {
            shares.put(tools.get(i), fields[i + 1].isBlank() ? null : Double.valueOf(fields[i + 1]));
        }
        return new Row(fields[0], shares);
    }

    private static String draw(List<Row> rows, List<String> tools, Palette palette) {
        List<String> shapes = new ArrayList<>();
        shapes.add(text(
                "<text x=\"%d\" y=\"18\" fill=\"%s\">Latency after / before, one image, ONNX Runtime with all its"
                        + " optimizations; shorter is faster</text>",
                LEFT, palette.text));
        for (int i = 0; i < tools.size(); i++) {
            shapes.add(text(
                    "<rect x=\"%d\" y=\"28\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"37\" fill=\"%s\">%s</text>",
                    LEFT + 90 * i, palette.bar(tools.get(i)), LEFT + 90 * i + 15, palette.text, tools.get(i)));
        }
        int y = HEAD;
        for (Row row : rows) {
            int top = y;
            for (String tool : tools) {
                @Nullable Double share = row.shares.get(tool);
                if (share != null) {
                    shapes.add(text(
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                                    + "<text x=\"%.1f\" y=\"%d\" fill=\"%s\">%.2f</text>",
                            LEFT,
                            y,
                            FULL * share,
                            BAR - 2,
                            palette.bar(tool),
                            LEFT + FULL * share + 5,
                            y + BAR - 4,
                            palette.text,
                            share));
                    y += BAR;
                }
            }
            shapes.add(text(
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\" text-anchor=\"end\">%s</text>",
                    LEFT - 8, (top + y) / 2 + 3, palette.text, row.net));
            y += GAP;
        }
        shapes.add(text(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-dasharray=\"3\"/>"
                        + "<text x=\"%d\" y=\"%d\" fill=\"%s\" text-anchor=\"middle\">before</text>",
                LEFT + FULL, LEFT + FULL, HEAD, y - GAP, palette.faint, LEFT + FULL, y, palette.text));
        return text(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n",
                        WIDTH, y + 6)
                + String.join("\n", shapes) + "\n</svg>\n";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
