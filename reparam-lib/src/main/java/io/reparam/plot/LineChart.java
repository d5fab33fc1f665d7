package io.reparam.plot;

import java.util.List;
import java.util.Locale;

/**
 * Lines over a common axis as SVG, which any browser shows, light or dark as its reader likes it.
 *
 * @param title what is shown, and over what
 * @param lines at least one number altogether
 */
public record LineChart(String title, List<Line> lines) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int MARGIN = 50;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f");
    private static final String STYLE = """
            <style>.ground{fill:#fff}.ink{fill:#1f2328}.grid{stroke:#ddd}
            @media(prefers-color-scheme:dark){.ground{fill:#0d1117}.ink{fill:#e6edf3}.grid{stroke:#30363d}}</style>
            <rect class="ground" width="100%" height="100%"/>
            """;

    /**
     * One line.
     *
     * @param name for the legend
     * @param values at 1, 2, 3, ...
     */
    public record Line(String name, List<Double> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    public LineChart {
        lines = List.copyOf(lines);
    }

    /** Charts below each other in one file. */
    public static String svg(List<LineChart> charts) {
        StringBuilder svg = new StringBuilder();
        svg.append(text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n",
                WIDTH, HEIGHT * charts.size()));
        svg.append(STYLE);
        for (int i = 0; i < charts.size(); i++) {
            charts.get(i).draw(svg, i * HEIGHT);
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, int top) {
        double highest = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double scale = highest > 0 ? highest : 1;
        int longest =
                lines.stream().mapToInt(line -> line.values().size()).max().orElse(1);
        for (int i = 0; i <= 4; i++) {
            int y = y(top, i / 4.0);
            svg.append(text(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>"
                            + "<text class=\"ink\" x=\"5\" y=\"%d\">%.3g</text>%n",
                    MARGIN, WIDTH - MARGIN, y, y, y, scale * i / 4));
        }
        svg.append(text(
                "<text class=\"ink\" x=\"%d\" y=\"%d\">%s, 1 to %d</text>%n",
                MARGIN, top + 16, escaped(title), longest));
        for (int i = 0; i < lines.size(); i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            svg.append(text(
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n",
                    colour, points(lines.get(i).values(), top, scale, longest)));
            svg.append(text(
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    WIDTH - 4 * MARGIN,
                    top + 16 + 13 * i,
                    colour,
                    escaped(lines.get(i).name())));
        }
    }

    private static String points(List<Double> values, int top, double scale, int longest) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (Double.isFinite(values.get(i))) {
                double x = MARGIN + (WIDTH - 2.0 * MARGIN) * i / Math.max(1, longest - 1);
                points.append(text("%.1f,%d ", x, y(top, values.get(i) / scale)));
            }
        }
        return points.toString().strip();
    }

    private static int y(int top, double share) {
        return top + HEIGHT - MARGIN / 2 - (int) Math.round((HEIGHT - 1.5 * MARGIN) * share);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
