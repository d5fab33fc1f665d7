package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Graph;
import io.reparam.ort.FloatTensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MoveTest {
    private static final float[] P = {0.5f, 0.4f, 0.1f};
    private static final float[] Q = {0.25f, 0.65f, 0.1f};
    private static final double KL = 0.5 * Math.log(2) + 0.4 * Math.log(0.4 / 0.65);

    @Test
    void probabilities_andTheirLogits_areTheSame() {
        Move exact = Move.of(OutputKind.PROBABILITIES, P, Q, 3, -1, false);
        Move logits = Move.of(OutputKind.LOGITS, logs(P, 1000), logs(Q, -1000), 3, -1, true);
        assertThat(exact.divergence()).isCloseTo(KL, within(1e-7));
        assertThat(logits.divergence()).isCloseTo(KL, within(1e-4));
        assertThat(exact.changed()).isEqualTo(1);
        assertThat(exact.moved()).isCloseTo(0.25, within(1e-7));
    }

    @Test
    void oneLogit_turnsOverAtZero_andOneProbabilityAtAHalf() {
        assertThat(changed(OutputKind.BINARY, new float[] {0.2f}, new float[] {-0.1f}, true))
                .isEqualTo(1);
        assertThat(changed(OutputKind.BINARY, new float[] {0.2f}, new float[] {0.4f}, false))
                .isZero();
    }

    @Test
    void labels_anyOfThem() {
        float[] p = {0.9f, 0.2f, 0.6f};
        assertThat(changed(OutputKind.LABELS, p, new float[] {0.8f, 0.3f, 0.4f}, false))
                .isEqualTo(1);
        assertThat(changed(OutputKind.LABELS, p, new float[] {0.8f, 0.3f, 0.55f}, false))
                .isZero();
    }

    @Test
    void sequence_isRead_withoutRepeatsAndBlanks() {
        // letters 1 1 - 2 and 1 - 2 2 are the same text, 1 - 2 - 2 is not
        float[] p = steps(1, 1, 0, 2, 2);
        assertThat(Move.of(OutputKind.SEQUENCE, p, steps(1, 0, 2, 2, 2), 3, 0, false)
                        .changed())
                .isZero();
        assertThat(Move.of(OutputKind.SEQUENCE, p, steps(1, 0, 2, 0, 2), 3, 0, false)
                        .changed())
                .isEqualTo(1);
    }

    @Test
    void map_losesByItsOverlap_rawNumbersByTheirRelativeError() {
        float[] p = {0.9f, 0.9f, 0.1f, 0.1f};
        assertThat(changed(OutputKind.MAP, p, new float[] {0.9f, 0.4f, 0.1f, 0.1f}, false))
                .isEqualTo(0.5);
        assertThat(changed(OutputKind.RAW, new float[] {30, 40}, new float[] {30, 45}, true))
                .isCloseTo(0.1, within(1e-7));
    }

    @Test
    void classMap_losesByTheMeanOverlapOfItsClasses() {
        Move move = Move.of(OutputKind.CLASS_MAP, new float[] {0, 0, 1, 1}, new float[] {0, 1, 1, 1}, 2, -1, true);
        assertThat(move.changed())
                .as("1/2 of class 0, 2/3 of class 1")
                .isCloseTo(1 - (0.5 + 2 / 3.0) / 2, within(1e-9));
        assertThat(move.moved()).as("one of four places").isEqualTo(0.25);
    }

    @Test
    void mapOfLogits_turnsOverAtZero() {
        assertThat(Move.of(OutputKind.MAP, new float[] {2, -2}, new float[] {0.2f, -4}, 2, -1, true)
                        .changed())
                .isZero();
        assertThat(Move.of(OutputKind.MAP, new float[] {2, -2}, new float[] {-0.2f, -4}, 2, -1, true)
                        .changed())
                .isEqualTo(1);
    }

    @Test
    void nanInTheCandidate_isInfinitelyFar() {
        Move lost = Move.of(OutputKind.LOGITS, P, new float[] {Float.NaN, 0, 0}, 3, -1, true);
        assertThat(lost.divergence()).isInfinite();
        assertThat(lost.changed()).isEqualTo(1);
    }

    @Test
    void interval_holdsAlsoWhereNothingChanged() {
        Interval none = Interval.ofMean(new double[100]);
        assertThat(none.low()).isCloseTo(0, within(1e-9));
        assertThat(none.high()).as("Wilson, 0 of 100").isCloseTo(0.037, within(1e-3));
        assertThat(Interval.ofDrop(0, 0, 100).high()).isGreaterThan(0.01);
        assertThat(Interval.ofDrop(5, 5, 1000).low()).isLessThan(0);
    }

    @Test
    void kind_isReadFromTheNumbersAndTheLayerBefore() {
        assertThat(kind("Gemm", new long[] {2, 3}, 0.5f, 0.4f, 0.1f, 0.25f, 0.65f, 0.1f))
                .isEqualTo(OutputKind.PROBABILITIES);
        assertThat(kind("Gemm", new long[] {2, 3}, 5, 0, -1, 2, 3, 4)).isEqualTo(OutputKind.LOGITS);
        assertThat(kind("Sigmoid", new long[] {2, 3}, 0.9f, 0.9f, 0, 0.1f, 0.2f, 0.9f))
                .isEqualTo(OutputKind.LABELS);
        assertThat(kind("Gemm", new long[] {2, 1}, 3, -2)).isEqualTo(OutputKind.BINARY);
        assertThat(kind("BatchNormalization", new long[] {2, 3}, 5, 0, -1, 2, 3, 4))
                .isEqualTo(OutputKind.EMBEDDING);
        assertThat(kind("Div", new long[] {2, 2}, 0.6f, -0.8f, 0, -1))
                .as("of length 1")
                .isEqualTo(OutputKind.EMBEDDING);
        assertThat(kind("Softmax", new long[] {2, 1, 3}, 0.5f, 0.4f, 0.1f, 0.25f, 0.65f, 0.1f))
                .isEqualTo(OutputKind.SEQUENCE);
        assertThat(kind("Sigmoid", new long[] {2, 1, 1, 2}, 0, 1, -1e-7f, Math.nextUp(1f)))
                .as("rounding of a sigmoid")
                .isEqualTo(OutputKind.MAP);
        assertThat(kind("Conv", new long[] {2, 1, 1, 2}, 4, 1, -3, 1)).isEqualTo(OutputKind.RAW);
        assertThat(kind("ConvTranspose", new long[] {2, 2, 1, 2}, 4, 1, -3, 1, 0, 0, 2, 2))
                .as("scores that the last layer enlarges")
                .isEqualTo(OutputKind.CLASS_MAP);
        assertThat(kind("Conv", new long[] {2, 2, 1, 2}, 0.1f, 0.2f, 0.9f, 0.8f, 0, 1, 1, 0))
                .as("two probabilities a place")
                .isEqualTo(OutputKind.CLASS_MAP);
        assertThat(kind("Conv", new long[] {2, 2, 1, 2}, 4, 1, -3, 1, 0, 0, 2, 2))
                .as("boxes of a detector")
                .isEqualTo(OutputKind.RAW);
        assertThat(kind("Gather", new long[] {5, 1}, 4, 1, -3, 1, 0))
                .as("not one row an image")
                .isEqualTo(OutputKind.RAW);
    }

    private static OutputKind kind(String layer, long[] shape, float... values) {
        SmallNet net = SmallNet.image(3, 4);
        net.node(layer, "y", "x");
        Graph graph = net.build();
        FloatTensor tensor = FloatTensor.zeros(shape);
        tensor.data().put(0, values);
        return OutputKind.of(graph.outputs().get(0), graph, tensor, 2);
    }

    private static double changed(OutputKind kind, float[] p, float[] q, boolean logits) {
        return Move.of(kind, p, q, p.length, -1, logits).changed();
    }

    private static float[] steps(int... tops) {
        float[] rows = new float[3 * tops.length];
        IntStream.range(0, tops.length).forEach(i -> rows[3 * i + tops[i]] = 1);
        return rows;
    }

    private static float[] logs(float[] probabilities, float shift) {
        float[] logs = new float[probabilities.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) Math.log(probabilities[i]) + shift;
        }
        return logs;
    }
}
