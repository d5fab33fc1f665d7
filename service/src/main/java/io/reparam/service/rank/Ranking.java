package io.reparam.service.rank;

import io.reparam.artifact.LabelSet;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Logits to probabilities to the k most probable classes. */
public final class Ranking {
    private static final Comparator<Prediction> ORDER =
            Comparator.comparingDouble(Prediction::probability).reversed().thenComparingInt(Prediction::index);

    private Ranking() {}

    /**
     * Ranks by what the caller sees: two logits that become the same probability are a tie, and the lower index goes first.
     *
     * @param logits {@code [C]}, from index 0 on; its position does not matter
     * @param k 1 to C
     * @throws IllegalStateException if a logit is not finite: the model is broken
     */
    public static List<Prediction> top(FloatBuffer logits, LabelSet labels, int k) {
        float[] probabilities = softmax(logits, labels.size());
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Prediction(labels.name(i), i, probabilities[i]))
                .sorted(ORDER)
                .limit(k)
                .toList();
    }

    private static float[] softmax(FloatBuffer logits, int classes) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < classes; i++) {
            if (!Float.isFinite(logits.get(i))) {
                throw new IllegalStateException("logit " + i + " is " + logits.get(i));
            }
            max = Math.max(max, logits.get(i));
        }
        double[] powers = new double[classes];
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            // largest first becomes e^0: no overflow
            powers[i] = Math.exp((double) logits.get(i) - max);
            sum += powers[i];
        }
        float[] probabilities = new float[classes];
        for (int i = 0; i < classes; i++) {
            probabilities[i] = (float) (powers[i] / sum);
        }
        return probabilities;
    }
}
