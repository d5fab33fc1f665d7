package io.reparam.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageTensorizerTest {

    @Test
    void image_ofTheRightSize_isOnlyNormalised_inPlanes() {
        PreprocessSpec spec = spec(1, 2, 2, Interpolation.BILINEAR, List.of(0.5f, 0f, 0f), List.of(0.5f, 1f, 2f));
        byte[] rgb = {(byte) 255, 0, 51, 0, (byte) 255, 102, 9, 9, 9, 9, 9, 9};
        assertThat(tensor(spec, new RgbImage(2, 2, rgb))).containsExactly(1f, -1f, 0f, 1f, 0.1f, 0.2f);
    }

    @Test
    void largerImage_isShrunkByTheMeanOfTheAreaUnderTheFilter() {
        // a triangle as wide as 4 pixels over 2: both pixels weigh the same
        byte[] rgb = {0, 0, 0, 100, 100, 100, 50, 50, 50, 10, 10, 10};
        float[] values = tensor(plain(1, 1, 1, Interpolation.BILINEAR), new RgbImage(2, 2, rgb));
        assertThat(values).containsExactly(40 / 255f, 40 / 255f, 40 / 255f);
    }

    @Test
    void enlargedRow_isInterpolatedBetweenPixelCentres() {
        // 2 -> 4 pixels: centres at 0.25, 0.75, 1.25, 1.75 of the input, whose own are at 0.5 and 1.5
        byte[] rgb = {0, 0, 0, 100, 100, 100, 0, 0, 0, 100, 100, 100};
        float[] values = tensor(plain(4, 4, 4, Interpolation.BILINEAR), new RgbImage(2, 2, rgb));
        assertThat(values[0]).isEqualTo(0f);
        assertThat(values[1]).isCloseTo(25 / 255f, within(1e-6f));
        assertThat(values[2]).isCloseTo(75 / 255f, within(1e-6f));
        assertThat(values[3]).isCloseTo(100 / 255f, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void evenColour_staysAsItIs_atEverySize(Interpolation interpolation) {
        for (int side : new int[] {1, 7, 31, 33, 200}) {
            byte[] rgb = new byte[3 * side * (side + 5)];
            Arrays.fill(rgb, (byte) 200);
            float[] values = tensor(plain(32, 32, 40, interpolation), new RgbImage(side + 5, side, rgb));
            assertThat(values).containsOnly(200 / 255f);
        }
    }

    @Test
    void wideImage_isCroppedInTheCentre() {
        byte[] rgb = new byte[3 * 5];
        for (int x = 0; x < 5; x++) {
            rgb[3 * x] = (byte) (10 * x);
        }
        float[] values = tensor(plain(1, 1, 1, Interpolation.BILINEAR), new RgbImage(5, 1, rgb));
        assertThat(values[0]).isEqualTo(20 / 255f);
    }

    @Test
    void cropOfAResizedImage_isThePartOfTheWholeResizedImage() {
        byte[] rgb = new byte[3 * 60 * 90];
        new Random(5).nextBytes(rgb);
        RgbImage image = new RgbImage(90, 60, rgb);
        float[] whole = tensor(plain(30, 30, 30, Interpolation.BICUBIC), image);
        float[] crop = tensor(plain(12, 12, 30, Interpolation.BICUBIC), image);
        for (int y = 0; y < 12; y++) {
            for (int x = 0; x < 12; x++) {
                assertThat(crop[y * 12 + x]).isEqualTo(whole[(y + 9) * 30 + x + 9]);
            }
        }
    }

    @Test
    void netThatIsNotSquare_getsTheSmallestImageThatCoversIt() {
        // 8x8 on a net of 2x4: halved, all of its width and the middle half of its height stay
        byte[] rgb = new byte[3 * 8 * 8];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (30 * (i / 24));
        }
        float[] values = tensor(plain(2, 4, 4, Interpolation.BILINEAR), new RgbImage(8, 8, rgb));
        assertThat(values[0]).isCloseTo(75 / 255f, within(2 / 255f));
        assertThat(values[4]).isCloseTo(135 / 255f, within(2 / 255f));
        // 60x20 on a net of 10x20 with half as much again: 45x15 covers 15x30
        assertThat(Resized.of(60, 20, plain(10, 20, 30, Interpolation.BILINEAR)))
                .isEqualTo(new Resized(45, 15));
    }

    @Test
    void resizedImage_isNotResizedAgain_whateverTheNetsShape() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            int height = 1 + random.nextInt(300);
            int width = 1 + random.nextInt(300);
            PreprocessSpec spec =
                    plain(height, width, Math.max(height, width) + random.nextInt(50), Interpolation.BILINEAR);
            Resized once = Resized.of(1 + random.nextInt(900), 1 + random.nextInt(900), spec);
            assertThat(Resized.of(once.width(), once.height(), spec)).isEqualTo(once);
            assertThat(once.width()).isGreaterThanOrEqualTo(width);
            assertThat(once.height()).isGreaterThanOrEqualTo(height);
        }
    }

    @ParameterizedTest
    @EnumSource
    void imageOfTheNetsSize_isTakenAsItIs_alsoWithAMargin(Interpolation interpolation) {
        byte[] rgb = new byte[3 * 12 * 48];
        new Random(5).nextBytes(rgb);
        float[] values = tensor(plain(12, 48, 60, interpolation), new RgbImage(48, 12, rgb));
        for (int i = 0; i < 12 * 48; i++) {
            assertThat(values[i]).isEqualTo((rgb[3 * i] & 0xff) / 255f);
        }
    }

    @Test
    void buffer_tooSmall_isRefused() {
        ImageTensorizer tensorizer = new ImageTensorizer(plain(2, 2, 2, Interpolation.BILINEAR));
        RgbImage image = new RgbImage(2, 2, new byte[12]);
        assertThatThrownBy(() -> tensorizer.tensorize(image, FloatBuffer.allocate(11)))
                .isInstanceOf(BufferOverflowException.class);
    }

    private static float[] tensor(PreprocessSpec spec, RgbImage image) {
        FloatBuffer out = FloatBuffer.allocate(spec.floats());
        new ImageTensorizer(spec).tensorize(image, out);
        assertThat(out.remaining()).isZero();
        return out.array();
    }

    private static PreprocessSpec plain(int height, int width, int shorterSide, Interpolation interpolation) {
        return spec(height, width, shorterSide, interpolation, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
    }

    private static PreprocessSpec spec(
            int height, int width, int shorterSide, Interpolation how, List<Float> mean, List<Float> std) {
        return new PreprocessSpec(height, width, shorterSide, how, mean, std);
    }
}
