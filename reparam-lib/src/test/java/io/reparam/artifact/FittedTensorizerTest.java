package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FittedTensorizerTest {
    /** Two pixels: red 10, green 20, blue 30; then 40, 50, 60. */
    private static final RgbImage TWO = new RgbImage(2, 1, new byte[] {10, 20, 30, 40, 50, 60});

    @Test
    void crop_isWhatTheImageTensorizerDoes() {
        FloatBuffer expected = FloatBuffer.allocate(3);
        new ImageTensorizer(spec(1, 1)).tensorize(TWO, expected);
        assertThat(tensor(1, 1, Fit.CROP, ChannelOrder.RGB)).containsExactly(expected.array(), within(1e-3f));
    }

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

    @ParameterizedTest
    @EnumSource
    void imageOfTheNetsSize_isTakenAsItIs(Fit fit) {
        assertThat(tensor(1, 2, fit, ChannelOrder.RGB)).containsExactly(10, 40, 20, 50, 30, 60);
    }

    private static float[] tensor(int height, int width, Fit fit, ChannelOrder order) {
        FloatBuffer out = FloatBuffer.allocate(3 * height * width);
        new FittedTensorizer(spec(height, width), fit, order).tensorize(TWO, out);
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
