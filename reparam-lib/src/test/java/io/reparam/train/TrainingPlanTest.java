package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
    private final TrainingPlan plan = plan(10, 64, 0.1f);

    @Test
    void rate_risesInALine_thenFallsAsACosine() {
        assertThat(plan.learningRateAt(0, 1000, 100)).isCloseTo(0.0005f, within(1e-6f));
        assertThat(plan.learningRateAt(99, 1000, 100)).isCloseTo(0.05f, within(1e-6f));
        assertThat(plan.learningRateAt(200, 1000, 100)).isCloseTo(0.1f, within(1e-6f));
        assertThat(plan.learningRateAt(600, 1000, 100)).isCloseTo(0.05f, within(1e-6f));
        assertThat(plan.learningRateAt(999, 1000, 100)).isLessThan(1e-5f).isGreaterThan(0);
    }

    @Test
    void rangesAreChecked_andNamed() {
        assertThatThrownBy(() -> plan(0, 64, 0.1f)).hasMessageContaining("epochs 0");
        assertThatThrownBy(() -> plan(10, 1, 0.1f)).hasMessageContaining("batch 1");
        assertThatThrownBy(() -> plan(10, 64, Float.NaN)).hasMessageContaining("learning-rate NaN");
    }

    private static TrainingPlan plan(int epochs, int batch, float rate) {
        return new TrainingPlan(
                new NetPlan("resnet29", AttentionModule.SE, AttentionMode.ASR),
                epochs,
                0,
                batch,
                1,
                rate,
                2,
                0.9f,
                5e-4f);
    }
}
