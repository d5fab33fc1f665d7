package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.plot.HeatMap;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {
    @Test
    void page_hasCurveTableAndPictures_andNamesAreNoMarkup() throws Exception {
        Graph net = GateNets.classifier(GateNets.Kind.SE, GateNets.Kind.GCT);
        Calibrated calibrated = new Calibration(
                        new CalibrationPlan(new Budget(null, null, true), 1, 0), new FoldPipeline(FoldRules.standard()))
                .run(
                        net,
                        GateFinder.find(net, 2, 3, 12, 12),
                        GateNets.images(16, 1),
                        GateNets.images(16, 2),
                        Sample.unknown(3));
        String html = HtmlReport.of("<i>net.onnx", calibrated);
        assertThat(html)
                .contains(
                        "&lt;i&gt;net.onnx, calibrated", "calibrated, lossy: 2 of 2 gates", "3 unreadable and skipped")
                .doesNotContain("<i>net");
        Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
        int plots = 0;
        while (svg.find()) {
            Document plot = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg.group())));
            assertThat(plot.getElementsByTagName("circle").getLength())
                    .as("0, 1 and 2 gates")
                    .isEqualTo(3);
            plots++;
        }
        assertThat(plots).as("KL, top-1, bytes").isEqualTo(3);
        Matcher png = Pattern.compile("data:image/png;base64,([^']+)").matcher(html);
        assertThat(png.find()).isTrue();
        BufferedImage map = picture(Base64.getDecoder().decode(png.group(1)));
        assertThat(map.getWidth() % 8).isZero();
        assertThat(map.getHeight()).isEqualTo(8 * 16);
    }

    @Test
    void heatMap_isBrighterWhereTheGateIsLarger() throws IOException {
        BufferedImage map = picture(HeatMap.png(List.of(new float[] {0, 0.5f}, new float[] {1, 0.25f})));
        int dark = brightness(map.getRGB(0, 0));
        int quarter = brightness(map.getRGB(15, 15));
        int half = brightness(map.getRGB(15, 0));
        int bright = brightness(map.getRGB(0, 15));
        assertThat(List.of(dark, quarter, half, bright)).isSorted().doesNotHaveDuplicates();
    }

    private static int brightness(int rgb) {
        return 3 * (rgb >> 16 & 0xff) + 6 * (rgb >> 8 & 0xff) + (rgb & 0xff);
    }

    private static BufferedImage picture(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
