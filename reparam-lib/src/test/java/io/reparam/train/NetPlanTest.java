package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import org.junit.jupiter.api.Test;

class NetPlanTest {
    @Test
    void name_tellsTheWidthUnlessItIsThePublishedOne() {
        assertThat(new NetPlan("resnet29", AttentionModule.SE, AttentionMode.ASR).name())
                .isEqualTo("resnet29");
        assertThat(new NetPlan("resnet18", 0.25, AttentionModule.SE, AttentionMode.ASR, 1, 0.1f).name())
                .isEqualTo("resnet18, width 0.25");
    }
}
