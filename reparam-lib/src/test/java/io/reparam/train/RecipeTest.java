package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private final Recipe recipe = recipe(10, 64, 0.1f, List.of());

    @Test
    void rate_risesInALine_thenFallsAsACosine() {
        assertThat(recipe.learningRateAt(0, 1000, 100)).isCloseTo(0.0005f, within(1e-6f));
        assertThat(recipe.learningRateAt(99, 1000, 100)).isCloseTo(0.05f, within(1e-6f));
        assertThat(recipe.learningRateAt(200, 1000, 100)).isCloseTo(0.1f, within(1e-6f));
        assertThat(recipe.learningRateAt(600, 1000, 100)).isCloseTo(0.05f, within(1e-6f));
        assertThat(recipe.learningRateAt(999, 1000, 100)).isLessThan(1e-5f).isGreaterThan(0);
    }

    @Test
    void rate_fallsToATenthAtMilestones() {
        Recipe steps = recipe(10, 64, 0.1f, List.of(5, 8));
        assertThat(steps.learningRateAt(499, 1000, 100)).isCloseTo(0.1f, within(1e-6f));
        assertThat(steps.learningRateAt(500, 1000, 100)).isCloseTo(0.01f, within(1e-7f));
        assertThat(steps.learningRateAt(999, 1000, 100)).isCloseTo(0.001f, within(1e-8f));
    }

    @Test
    void rangesAreChecked_andNamed() {
        assertThatThrownBy(() -> recipe(0, 64, 0.1f, List.of())).hasMessageContaining("epochs 0");
        assertThatThrownBy(() -> recipe(10, 1, 0.1f, List.of())).hasMessageContaining("batch 1");
        assertThatThrownBy(() -> recipe(10, 64, Float.NaN, List.of())).hasMessageContaining("learning-rate NaN");
        assertThatThrownBy(() -> recipe(10, 64, 0.1f, List.of(8, 5))).hasMessageContaining("milestone 5");
        assertThatThrownBy(() -> recipe(10, 64, 0.1f, List.of(10))).hasMessageContaining("below epochs");
    }

    private static Recipe recipe(int epochs, int batch, float rate, List<Integer> milestones) {
        return new Recipe(epochs, 0, batch, 1, rate, 2, milestones, 0.9f, 5e-4f, Precision.FLOAT32);
    }
}
