package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class StripeHistoryTest {
    private static final int LOWEST = 0xff440154;
    private static final int HIGHEST = 0xfffde725;
    private static final int WHITE = 0xffffffff;
    private static final int CELL = 8;

    /** Five places of one channel: the first, the third and the fifth are shown, and two epochs. */
    @Test
    void png_hasThreePlacesBesideEachOther_andEpochsBelow() throws IOException {
        StripeHistory history = new StripeHistory();
        assertThat(history.isEmpty()).isTrue();
        history.add(places(0, 9, 2, 9, 0));
        history.add(places(2, 9, 0, 9, 2));
        assertThat(history.isEmpty()).isFalse();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(history.png()));
        assertThat(image.getWidth()).isEqualTo(5 * CELL);
        assertThat(image.getHeight()).isEqualTo(3 * CELL);
        assertThat(row(image, 0)).containsExactly(LOWEST, WHITE, HIGHEST, WHITE, LOWEST);
        assertThat(row(image, 1)).containsOnly(WHITE);
        assertThat(row(image, 2)).containsExactly(HIGHEST, WHITE, LOWEST, WHITE, HIGHEST);
    }

    private static List<Stripes> places(float... values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Stripes.of("place" + i, new float[][] {{values[i]}}))
                .toList();
    }

    private static int[] row(BufferedImage image, int y) {
        return IntStream.range(0, image.getWidth() / CELL)
                .map(x -> image.getRGB(x * CELL, y * CELL))
                .toArray();
    }
}
