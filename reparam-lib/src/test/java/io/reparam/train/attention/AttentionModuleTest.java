package io.reparam.train.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.train.backbone.Architectures;
import io.reparam.train.backbone.NetSpec;
import io.reparam.train.block.NetBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionModuleTest {
    private static final float EVERY = 0.1f;

    /** Published with the ASR paper for ResNet164 and 100 classes: 1,727,284 without attention, and so many more with it. */
    @ParameterizedTest
    @CsvSource({"IE,16128", "SRM,32256", "SE,202104", "CBAM_FULL,198936", "SPA,2128896", "DIA,218848"})
    void learntValues_areAsPublished(AttentionModule module, long more) {
        assertThat(resNet164(module, AttentionMode.ATTENTION).learntValues()).isEqualTo(1_727_284 + more);
    }

    /** By the formulas; 54 places with 8,064 channels together. */
    @ParameterizedTest
    @CsvSource({
        "SE_HARD,784224",
        "ECA,234",
        "IEBN,16128",
        "CBAM,193536",
        "GCT,24192",
        "GE,0",
        "FCA,193536",
        "SEM,242820",
        "SIMAM,0"
    })
    void learntValues_areThoseOfTheFormula(AttentionModule module, long more) {
        assertThat(resNet164(module, AttentionMode.ATTENTION).learntValues()).isEqualTo(1_727_284 + more);
    }

    /** ASR adds a psi to each of the 8,064 channels, and both forms have weights of their own. */
    @ParameterizedTest
    @CsvSource({"SE,202104,8064", "SRM,32256,16128", "DIA,218848,8064", "GE,0,8064"})
    void asrForm_addsPsi(AttentionModule module, long gates, long psi) {
        assertThat(resNet164(module, AttentionMode.ASR).learntValues()).isEqualTo(1_727_284 + gates + psi);
        assertThat(resNet164(module, AttentionMode.BOTH).learntValues()).isEqualTo(1_727_284 + 2 * gates + psi);
        NetBlock three = Architectures.named("resnet164")
                .build(new NetSpec(100, 32, 32, 1, new AttentionPlacement(module, AttentionMode.ASR, 3, EVERY)));
        assertThat(three.learntValues()).isEqualTo(1_727_284 + 3 * (gates + psi));
    }

    @ParameterizedTest
    @EnumSource(names = {"SIMAM", "COORDATT", "CBAM_FULL", "BAM"})
    void moduleWithFactorsOfPositions_hasNoAsrForm(AttentionModule module) {
        assertThatThrownBy(() -> new AttentionPlacement(module, AttentionMode.ASR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no ASR of " + module.label())
                .hasMessageContaining("which no channel's weights can take");
        assertThatThrownBy(() -> new AttentionPlacement(module, AttentionMode.BOTH))
                .hasMessageContaining("no ASR of");
        assertThat(resNet164(module, AttentionMode.PLAIN).learntValues()).isEqualTo(1_727_284);
    }

    @Test
    void numbersOutOfRange_areRefusedByName() {
        assertThatThrownBy(() -> new AttentionPlacement(AttentionModule.SE, AttentionMode.ASR, 0, EVERY))
                .hasMessageContaining("asr-count 0");
        assertThatThrownBy(() -> new AttentionPlacement(AttentionModule.SE, AttentionMode.ASR, 1, 0))
                .hasMessageContaining("psi-init 0.0");
    }

    private static NetBlock resNet164(AttentionModule module, AttentionMode mode) {
        return Architectures.named("resnet164")
                .build(new NetSpec(100, 32, 32, 1, new AttentionPlacement(module, mode)));
    }
}
