package io.reparam.service.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.OutputActivation;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final LabelSet THREE = new LabelSet(List.of("a", "b", "c"));
    private static final LabelSet LABELS = new LabelSet(List.of("a", "b", "c", "d"));

    @Test
    void top_knownLogits_areTheSoftmax() {
        List<Prediction> top = top(4, 0, (float) Math.log(2), (float) Math.log(4), (float) Math.log(1));
        assertThat(top).extracting(Prediction::label).containsExactly("c", "b", "a", "d");
        assertThat(top.get(0).probability()).isCloseTo(0.5f, within(1e-6f));
        assertThat(top.get(3).probability()).isCloseTo(0.125f, within(1e-6f));
    }

    @Test
    void top_ties_goToTheLowestIndex() {
        assertThat(top(3, 1, 5, 5, 5)).extracting(Prediction::index).containsExactly(1, 2, 3);
    }

    @Test
    void top_logitsThatBecomeTheSameProbability_areTies() {
        // e^-500 and e^-400 are both 0 as floats
        assertThat(top(4, 0, -500, -400, 0)).extracting(Prediction::index).containsExactly(0, 3, 1, 2);
    }

    @Test
    void top_hugeLogits_doNotOverflow() {
        assertThat(top(1, 3e38f, -3e38f, 0, 0)).containsExactly(new Prediction("a", 0, 1));
    }

    @Test
    void top_notANumber_isADefect() {
        assertThatThrownBy(() -> top(1, 0, Float.NaN, 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("score 1 is NaN");
    }

    @Test
    void top_probabilities_stayWhatTheyAre() {
        assertThat(Ranking.top(FloatBuffer.wrap(new float[] {0.2f, 0.7f, 0.1f}), THREE, OutputActivation.NONE, 1))
                .containsExactly(new Prediction("b", 1, 0.7f));
    }

    @Test
    void top_sigmoid_classesDoNotExcludeEachOther() {
        assertThat(Ranking.top(FloatBuffer.wrap(new float[] {0, 0, 0}), THREE, OutputActivation.SIGMOID, 3))
                .extracting(Prediction::probability)
                .containsExactly(0.5f, 0.5f, 0.5f);
    }

    @Test
    void top_oneScoreOfTwoClasses_isThatOfTheSecond() {
        LabelSet two = new LabelSet(List.of("no", "yes"));
        assertThat(Ranking.top(FloatBuffer.wrap(new float[] {0.75f}), two, OutputActivation.NONE, 2))
                .containsExactly(new Prediction("yes", 1, 0.75f), new Prediction("no", 0, 0.25f));
        assertThat(Ranking.top(FloatBuffer.wrap(new float[] {0}), two, OutputActivation.SIGMOID, 1))
                .containsExactly(new Prediction("no", 0, 0.5f));
    }

    private static List<Prediction> top(int k, float... logits) {
        return Ranking.top(FloatBuffer.wrap(logits), LABELS, OutputActivation.SOFTMAX, k);
    }
}
