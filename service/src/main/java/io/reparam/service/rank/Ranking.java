package io.reparam.service.rank;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.OutputActivation;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Scores to probabilities to the k most probable classes. */
public final class Ranking {
    private static final Comparator<Prediction> ORDER =
            Comparator.comparingDouble(Prediction::probability).reversed().thenComparingInt(Prediction::index);

    private Ranking() {}

    /**
     * Ranks by what the caller sees: two scores that become the same probability are a tie, and the lower index goes first.
     *
     * @param scores {@code [C]} from position to limit, or one of two classes: that of the second
     * @param k 1 to C
     * @throws IllegalStateException if a score is not finite, or there is another number of them: the model is broken
     */
    public static List<Prediction> top(FloatBuffer scores, LabelSet labels, OutputActivation activation, int k) {
        float[] probabilities = probabilities(scores, labels.size(), activation);
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Prediction(labels.name(i), i, probabilities[i]))
                .sorted(ORDER)
                .limit(k)
                .toList();
    }

    private static float[] probabilities(FloatBuffer scores, int classes, OutputActivation activation) {
        float[] values = new float[scores.remaining()];
        scores.get(scores.position(), values);
        try {
            return activation.probabilities(values, classes);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
