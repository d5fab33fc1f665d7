package io.reparam.service.rank;

import io.reparam.artifact.Activation;
import io.reparam.artifact.LabelSet;
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
    public static List<Prediction> top(FloatBuffer scores, LabelSet labels, Activation activation, int k) {
        float[] probabilities = probabilities(scores, labels.size(), activation);
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Prediction(labels.name(i), i, probabilities[i]))
                .sorted(ORDER)
                .limit(k)
                .toList();
    }

    private static float[] probabilities(FloatBuffer scores, int classes, Activation activation) {
        float[] values = new float[scores.remaining()];
        scores.get(scores.position(), values);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalStateException("score " + i + " is " + values[i]);
            }
        }
        if (values.length == 1 && classes == 2) {
            float second = activation == Activation.NONE ? values[0] : sigmoid(values[0]);
            return new float[] {1 - second, second};
        }
        if (values.length != classes) {
            throw new IllegalStateException(values.length + " scores for " + classes + " labels");
        }
        switch (activation) {
            case SOFTMAX -> softmax(values);
            case SIGMOID -> {
                for (int i = 0; i < classes; i++) {
                    values[i] = sigmoid(values[i]);
                }
            }
            case NONE -> {
                // they are probabilities already
            }
        }
        return values;
    }

    private static float sigmoid(float logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }

    private static void softmax(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] powers = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            // largest first becomes e^0: no overflow
            powers[i] = Math.exp((double) logits[i] - max);
            sum += powers[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (powers[i] / sum);
        }
    }
}
