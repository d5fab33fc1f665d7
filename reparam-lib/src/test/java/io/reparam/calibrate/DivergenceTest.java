package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparam.ort.FloatTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceTest {
    private static final float[] P = {0.5f, 0.5f, 0.9f, 0.1f};
    private static final float[] Q = {0.25f, 0.75f, 0.9f, 0.1f};
    /** Of the first row; the second is the same in both. */
    private static final double KL = 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3.0);

    @Test
    void probabilities_meanOfRows() {
        Divergence divergence = new Divergence(OutputKind.PROBABILITIES);
        divergence.add(P, Q, 2, new int[] {1, 0});
        assertThat(divergence.mean()).isCloseTo(KL / 2, within(1e-7));
        assertThat(divergence.agreement()).isEqualTo(0.5);
        assertThat(divergence.accuracyBefore()).as("of equals the first counts").isEqualTo(0.5);
        assertThat(divergence.accuracy()).isEqualTo(1);
    }

    @Test
    void logits_areTheSameAsTheirProbabilities_howeverLarge() {
        Divergence divergence = new Divergence(OutputKind.LOGITS);
        divergence.add(logs(P, 1000), logs(Q, -1000), 2, new int[0]);
        assertThat(divergence.mean()).isCloseTo(KL / 2, within(1e-4));
    }

    @Test
    void map_meanOfPositions_eachForItself() {
        Divergence divergence = new Divergence(OutputKind.MAP);
        divergence.add(new float[] {0.5f, 1, 0, 0.3f}, new float[] {0.25f, 1, 0, 0.3f}, 4, new int[0]);
        assertThat(divergence.mean()).isCloseTo(KL / 4, within(1e-7));
        assertThat(divergence.agreement()).isNull();
        assertThat(divergence.meanError()).isCloseTo(0.0625, within(1e-7));
        assertThat(divergence.largestError()).isEqualTo(0.25);
    }

    @Test
    void nanInTheCandidate_isInfinitelyFar() {
        Divergence divergence = new Divergence(OutputKind.LOGITS);
        divergence.add(P, new float[] {Float.NaN, 0, 0, 0}, 2, new int[0]);
        assertThat(divergence.mean()).isInfinite();
    }

    @Test
    void kind_isReadFromTheNumbers() {
        assertThat(kind(new long[] {2, 2}, P)).isEqualTo(OutputKind.PROBABILITIES);
        assertThat(kind(new long[] {2, 2}, logs(P, 0))).isEqualTo(OutputKind.LOGITS);
        assertThat(kind(new long[] {1, 1, 2, 2}, new float[] {0, 1, 0.3f, 0.4f}))
                .isEqualTo(OutputKind.MAP);
        assertThat(kind(new long[] {1, 1, 2, 2}, new float[] {-1e-7f, Math.nextUp(1f), 0.3f, 0.4f}))
                .as("rounding of a sigmoid")
                .isEqualTo(OutputKind.MAP);
        assertThat(kind(new long[] {1, 2, 2}, P)).as("a row a step").isEqualTo(OutputKind.PROBABILITIES);
        assertThatThrownBy(() -> kind(new long[] {1, 1, 2, 2}, logs(P, 0)))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("output 'y' has 4 dimensions and values outside 0 to 1");
    }

    private static OutputKind kind(long[] shape, float[] values) {
        FloatTensor tensor = FloatTensor.zeros(shape);
        tensor.data().put(0, values);
        return OutputKind.of("y", List.of(tensor));
    }

    private static float[] logs(float[] probabilities, float shift) {
        float[] logs = new float[probabilities.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) Math.log(probabilities[i]) + shift;
        }
        return logs;
    }
}
