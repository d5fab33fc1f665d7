package io.reparam.train.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.attention.AttentionPlacement;
import io.reparam.train.block.NetBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitecturesTest {

    /** Of torchvision 0.29 (ShuffleNet) and timm 1.0.31 at 1,000 classes, MobileNetV3 without its SE. */
    @ParameterizedTest
    @CsvSource({
        "resnet18,11689512",
        "resnet34,21797672",
        "resnet50,25557032",
        "mobilenetv2,3504872",
        "mobilenetv3-small,2081216",
        "mobilenetv3-large,3970752",
        "shufflenetv2,2278604",
        "repvgg-a0,9108968",
        "repvgg-b0,15817960",
        "mobileone-s0,5293272"
    })
    void learntValues_areThoseOfThePublishedNet(String name, long expected) {
        assertThat(plain(name, 1000, 224).learntValues()).isEqualTo(expected);
    }

    /** timm's 5,717,416 less the class token and its position, 192 each. */
    @Test
    void visionTransformer_hasNoClassToken() {
        assertThat(plain("vit-tiny", 1000, 224).learntValues()).isEqualTo(5_717_416 - 2 * 192);
    }

    /** timm: 2,542,856 and 5,483,032 with SE. */
    @ParameterizedTest
    @CsvSource({"mobilenetv3-small,2542856", "mobilenetv3-large,5483032"})
    void mobileNetV3_withHardSe_isThePublishedNet(String name, long expected) {
        NetSpec spec = new NetSpec(
                1000, 224, 224, 1, new AttentionPlacement(AttentionModule.SE_HARD, AttentionMode.ATTENTION));
        assertThat(Architectures.named(name).build(spec).learntValues()).isEqualTo(expected);
    }

    /** Published by He et al. in millions for CIFAR-10: 0.27 and 0.85; VGG's convolutions and norms, and one layer of 512. */
    @ParameterizedTest
    @CsvSource({"resnet20-basic,272474", "resnet56-basic,855770", "vgg11,9228362", "vgg16,14724042", "vgg19,20035018"})
    void learntValues_forCifar(String name, long expected) {
        assertThat(plain(name, 10, 32).learntValues()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet30", "resnet21-basic", "acnet21", "resnet2"})
    void depthThatIsNone_isRefused(String name) {
        assertThatThrownBy(() -> Architectures.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("depth \\d+ of " + name + " is not \\dn \\+ 2");
    }

    @Test
    void unknownName_isAnsweredWithAllNames() {
        assertThatThrownBy(() -> Architectures.named("alexnet"))
                .hasMessageContaining("'alexnet' is unknown")
                .hasMessageContaining("164 (any 9n+2)")
                .hasMessageContaining("vit-tiny");
    }

    @Test
    void imageOfNoWholePatches_isRefused() {
        assertThatThrownBy(() -> plain("vit-tiny", 10, 225)).hasMessageContaining("multiple of 16");
    }

    @Test
    void imageTooSmallForTheStages_isRefused() {
        assertThatThrownBy(() -> plain("vgg11", 10, 16)).hasMessageContaining("--image-size");
    }

    private static NetBlock plain(String name, int classes, int side) {
        AttentionPlacement none = new AttentionPlacement(AttentionModule.SE, AttentionMode.PLAIN);
        return Architectures.named(name).build(new NetSpec(classes, side, side, 1, none));
    }
}
