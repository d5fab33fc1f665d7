package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.image.RgbImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CropAndFlipTest {
    private final RgbImage image = numbered(4, 3);

    @Test
    void image_isShiftedWithinThePaddingOrMirrored() {
        SplittableRandom random = new SplittableRandom(7);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            RgbImage out = new CropAndFlip(1).apply(image, random);
            boolean found = false;
            for (int top = -1; top <= 1; top++) {
                for (int left = -1; left <= 1; left++) {
                    for (boolean flip : new boolean[] {false, true}) {
                        if (Arrays.equals(out.rgb(), expected(left, top, flip))) {
                            found = true;
                            seen.add(left + "," + top + "," + flip);
                        }
                    }
                }
            }
            assertThat(found).isTrue();
        }
        assertThat(seen).hasSize(18);
    }

    @Test
    void sameGenerator_givesTheSameImage() {
        byte[] first = new CropAndFlip(4).apply(image, new SplittableRandom(3)).rgb();
        assertThat(new CropAndFlip(4).apply(image, new SplittableRandom(3)).rgb())
                .isEqualTo(first);
    }

    private byte[] expected(int left, int top, boolean flip) {
        byte[] out = new byte[image.rgb().length];
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 4; x++) {
                int fromX = (flip ? 3 - x : x) + left;
                int fromY = y + top;
                for (int c = 0; c < 3 && fromX >= 0 && fromX < 4 && fromY >= 0 && fromY < 3; c++) {
                    out[(y * 4 + x) * 3 + c] = image.rgb()[(fromY * 4 + fromX) * 3 + c];
                }
            }
        }
        return out;
    }

    private static RgbImage numbered(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i + 1);
        }
        return new RgbImage(width, height, rgb);
    }
}
