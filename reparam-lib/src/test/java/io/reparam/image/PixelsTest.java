package io.reparam.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelsTest {
    /** Two pixels: red 10, green 20, blue 30; then 40, 50, 60. */
    private static final RgbImage TWO = new RgbImage(2, 1, new byte[] {10, 20, 30, 40, 50, 60});

    @Test
    void pad_keepsProportions_andFillsTheRightWithZeros() {
        assertThat(tensor(1, 4, Fit.PAD, ChannelOrder.RGB)).containsExactly(10, 40, 0, 0, 20, 50, 0, 0, 30, 60, 0, 0);
    }

    @Test
    void pad_squeezesWhatIsTooWide() {
        assertThat(tensor(1, 1, Fit.PAD, ChannelOrder.RGB)).containsExactly(25, 35, 45);
    }

    @Test
    void stretch_fillsHeightAndWidth() {
        assertThat(tensor(2, 2, Fit.STRETCH, ChannelOrder.RGB))
                .containsExactly(10, 40, 10, 40, 20, 50, 20, 50, 30, 60, 30, 60);
    }

    @Test
    void bgr_blueComesFirst() {
        assertThat(tensor(1, 2, Fit.STRETCH, ChannelOrder.BGR)).containsExactly(30, 60, 20, 50, 10, 40);
        assertThat(tensor(1, 1, Fit.CROP, ChannelOrder.BGR)[2]).isEqualTo(tensor(1, 1, Fit.CROP, ChannelOrder.RGB)[0]);
        assertThat(TWO.rgb()).as("the image itself stays").containsExactly(10, 20, 30, 40, 50, 60);
    }

    @Test
    void gray_isLuma() {
        PreprocessSpec gray = new PreprocessSpec(
                1,
                2,
                2,
                Interpolation.BILINEAR,
                List.of(0f),
                List.of(1 / 255f),
                ChannelOrder.GRAY,
                Fit.STRETCH,
                Layout.NCHW);
        FloatBuffer out = FloatBuffer.allocate(2);
        new ImageTensorizer(gray).tensorize(TWO, out);
        // Pillow 12: Image.fromarray(uint8 [[[10, 20, 30], [40, 50, 60]]]).convert("L")
        assertThat(Math.round(out.get(0))).isEqualTo(18);
        assertThat(Math.round(out.get(1))).isEqualTo(48);
    }

    @Test
    void nhwc_channelsLieSideBySide() {
        FloatBuffer out = FloatBuffer.allocate(6);
        new ImageTensorizer(nhwc(Fit.STRETCH, 2)).tensorize(TWO, out);
        assertThat(out.array()).usingComparatorWithPrecision(1e-3f).containsExactly(10, 20, 30, 40, 50, 60);
    }

    @Test
    void bytes_arePixelsAsTheyAre() {
        ByteBuffer nhwc = ByteBuffer.allocate(9);
        new ImageTensorizer(nhwc(Fit.PAD, 3)).bytes(TWO, nhwc);
        assertThat(nhwc.array()).containsExactly(10, 20, 30, 40, 50, 60, 0, 0, 0);
        ByteBuffer nchw = ByteBuffer.allocate(6);
        new ImageTensorizer(spec(1, 2).with(Fit.STRETCH, ChannelOrder.BGR)).bytes(TWO, nchw);
        assertThat(nchw.array()).containsExactly(30, 60, 20, 50, 10, 40);
    }

    private static PreprocessSpec nhwc(Fit fit, int width) {
        PreprocessSpec plain = spec(1, width);
        return new PreprocessSpec(
                1, width, width, plain.interpolation(), plain.mean(), plain.std(), ChannelOrder.RGB, fit, Layout.NHWC);
    }

    @ParameterizedTest
    @EnumSource
    void imageOfTheNetsSize_isTakenAsItIs(Fit fit) {
        assertThat(tensor(1, 2, fit, ChannelOrder.RGB)).containsExactly(10, 40, 20, 50, 30, 60);
    }

    private static float[] tensor(int height, int width, Fit fit, ChannelOrder order) {
        FloatBuffer out = FloatBuffer.allocate(3 * height * width);
        new ImageTensorizer(spec(height, width).with(fit, order)).tensorize(TWO, out);
        assertThat(out.hasRemaining()).isFalse();
        float[] rounded = out.array();
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = Math.round(rounded[i] * 1000) / 1000f;
        }
        return rounded;
    }

    private static PreprocessSpec spec(int height, int width) {
        float byByte = 1 / 255f;
        return new PreprocessSpec(
                height,
                width,
                Math.max(height, width),
                Interpolation.BILINEAR,
                List.of(0f, 0f, 0f),
                List.of(byByte, byByte, byByte));
    }
}
