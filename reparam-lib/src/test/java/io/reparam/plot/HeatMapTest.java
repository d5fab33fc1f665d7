package io.reparam.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    @Test
    void colours_goFromBlueToYellow_andAreCutOffBeyond() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(HeatMap.png(
                new float[][] {{-1, 0, 0.4f}, {1, 9, Float.NaN}}, 0, 1)));
        assertThat(image.getWidth()).isEqualTo(24);
        assertThat(image.getHeight()).isEqualTo(16);
        assertThat(image.getRGB(7, 7)).isEqualTo(0xff440154);
        assertThat(image.getRGB(8, 0)).isEqualTo(0xff440154);
        assertThat(image.getRGB(23, 0)).isEqualTo(0xff2a788e);
        assertThat(image.getRGB(0, 15)).isEqualTo(0xfffde725);
        assertThat(image.getRGB(8, 8)).isEqualTo(0xfffde725);
        assertThat(image.getRGB(16, 8)).isEqualTo(0xffffffff);
    }

    @Test
    void range_isThatOfTheNumbers_alsoIfThereIsOnlyOne() throws IOException {
        BufferedImage two = ImageIO.read(new ByteArrayInputStream(HeatMap.png(List.of(new float[] {3, 5}))));
        assertThat(two.getRGB(0, 0)).isEqualTo(0xff440154);
        assertThat(two.getRGB(15, 0)).isEqualTo(0xfffde725);
        BufferedImage one = ImageIO.read(new ByteArrayInputStream(HeatMap.png(List.of(new float[] {3}))));
        assertThat(one.getRGB(0, 0)).isEqualTo(0xff440154);
    }

    @Test
    void whatIsNoRectangleOfNumbers_isRefused() {
        assertThatThrownBy(() -> HeatMap.png(new float[0][], 0, 1)).hasMessageContaining("0 rows");
        assertThatThrownBy(() -> HeatMap.png(new float[][] {{1}}, 1, 1)).hasMessageContaining("1.0 to 1.0");
        assertThatThrownBy(() -> HeatMap.png(new float[][] {{1, 2}, {1}}, 0, 1)).hasMessageContaining("row 1 has 1");
    }
}
