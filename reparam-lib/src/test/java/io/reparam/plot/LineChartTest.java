package io.reparam.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class LineChartTest {
    @Test
    void svg_isXml_withALineEach() throws Exception {
        LineChart chart = new LineChart(
                "loss < 1 & more",
                List.of(
                        new LineChart.Line("a", List.of(1.0, 0.5, Double.NaN, 0.25)),
                        new LineChart.Line("b", List.of(2.0))));
        String svg = LineChart.svg(List.of(chart, chart));
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        var lines = document.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(4);
        String first = lines.item(0).getAttributes().getNamedItem("points").getNodeValue();
        assertThat(first.split(" ")).hasSize(3); // what is not a number is left out
        assertThat(first).startsWith("50.0,162 "); // half of the highest, which is 2
        assertThat(svg).contains("loss &lt; 1 &amp; more, 1 to 4");
        assertThat(svg).contains("prefers-color-scheme:dark");
    }
}
