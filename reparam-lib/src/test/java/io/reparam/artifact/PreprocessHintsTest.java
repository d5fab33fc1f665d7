package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.Interpolation;
import io.reparam.image.Layout;
import io.reparam.image.PreprocessSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessHintsTest {
    @Test
    void imagenet_cropsSevenEighthsOfWhateverTheNetTakes() {
        PreprocessSpec usual = PreprocessPreset.IMAGENET.hints().spec();
        assertThat(usual.text())
                .isEqualTo("224x224 RGB, CROP of 256, BILINEAR, mean [0.485, 0.456, 0.406], std [0.229, 0.224, 0.225],"
                        + " NCHW");
        PreprocessSpec larger = PreprocessHints.input(List.of(3L, 288L, 288L))
                .or(PreprocessPreset.IMAGENET.hints())
                .spec();
        assertThat(larger.height()).isEqualTo(288);
        assertThat(larger.shorterSide()).isEqualTo(329); // 288 / 0.875
    }

    @Test
    void or_keepsWhatTheFirstSays() {
        PreprocessHints said = PreprocessHints.size(48, 320).or(PreprocessPreset.PADDLE_OCR.hints());
        PreprocessSpec spec = said.spec();
        assertThat(List.of(spec.height(), spec.width())).containsExactly(48, 320);
        assertThat(spec.fit()).isEqualTo(Fit.PAD);
        assertThat(spec.channels()).isEqualTo(ChannelOrder.BGR);
        assertThat(spec.mean()).as("one value stands for all channels").containsExactly(0.5f, 0.5f, 0.5f);
    }

    /** The margin of a crop says nothing about a stretched image: all of it would be looked at, but for its border. */
    @Test
    void or_anotherFit_doesNotTakeThePresetsMargin() {
        PreprocessHints stretched =
                PreprocessHints.input(List.of(3L, 224L, 224L)).or(fit(Fit.STRETCH));
        assertThat(stretched.or(PreprocessPreset.IMAGENET.hints()).spec().text())
                .startsWith("224x224 RGB, STRETCH of 224");
        assertThat(fit(Fit.CROP).or(PreprocessPreset.IMAGENET.hints()).spec().shorterSide())
                .isEqualTo(256);
    }

    private static PreprocessHints fit(Fit fit) {
        return new PreprocessHints(null, null, null, null, null, null, null, fit, null);
    }

    @Test
    void input_layoutIsReadFromTheChannels() {
        assertThat(PreprocessHints.input(List.of(32L, 48L, 3L)))
                .returns(Layout.NHWC, PreprocessHints::layout)
                .returns(32, PreprocessHints::height)
                .returns(48, PreprocessHints::width);
        assertThat(PreprocessHints.input(List.of(1L, 28L, 28L)).channels()).isEqualTo(ChannelOrder.GRAY);
        assertThat(PreprocessHints.input(List.of(3L, -1L, -1L)).height()).isNull();
    }

    @Test
    void of_aSpec_givesItBack() {
        for (int shorter = 224; shorter < 300; shorter++) {
            PreprocessSpec spec = new PreprocessSpec(
                    224, 192, shorter, Interpolation.BICUBIC, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
            assertThat(PreprocessHints.of(spec).spec()).isEqualTo(spec);
        }
    }

    @Test
    void spec_saysWhatIsMissing() {
        assertThatThrownBy(() -> PreprocessHints.size(8, 8).spec()).hasMessageContaining("--preprocess");
        assertThatThrownBy(() -> PreprocessPreset.UNIT.hints().spec()).hasMessageContaining("--size");
    }

    @Test
    void preset_byItsLabel() {
        assertThat(PreprocessPreset.of("paddle-ocr")).isEqualTo(PreprocessPreset.PADDLE_OCR);
        assertThatThrownBy(() -> PreprocessPreset.of("imgnet"))
                .hasMessageContaining("'imgnet' is not one of imagenet, inception, clip, paddle-ocr");
    }
}
