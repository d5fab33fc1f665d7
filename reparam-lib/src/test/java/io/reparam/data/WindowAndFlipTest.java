package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.image.RgbImage;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WindowAndFlipTest {
    @Test
    void squares_haveTheShareOfTheArea_andComeFromTheImage() {
        byte[] rgb = new byte[3 * 60 * 40];
        for (int p = 0; p < 60 * 40; p++) {
            rgb[3 * p] = (byte) (p % 60);
            rgb[3 * p + 1] = (byte) (p / 60);
        }
        RgbImage image = new RgbImage(60, 40, rgb);
        SplittableRandom random = new SplittableRandom(1);
        Set<Integer> sides = new TreeSet<>();
        boolean flipped = false;
        for (int i = 0; i < 300; i++) {
            RgbImage square = new WindowAndFlip(0.25, ImageSize.square(32)).apply(image, random);
            int side = square.width();
            sides.add(side);
            assertThat(square.height()).isEqualTo(side);
            int step = square.rgb()[3] - square.rgb()[0];
            assertThat(Math.abs(step)).isEqualTo(1);
            flipped |= step < 0;
            assertThat(square.rgb()[3 * side + 1] - square.rgb()[1]).isEqualTo(1);
        }
        assertThat(sides).allMatch(side -> side >= 20 && side <= 40).hasSizeGreaterThan(15);
        assertThat(flipped).isTrue();
    }
}
