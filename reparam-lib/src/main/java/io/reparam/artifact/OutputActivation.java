package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What makes probabilities of a classifier's outputs. */
public enum OutputActivation {
    /** The outputs are logits of classes of which one is right. */
    SOFTMAX,
    /** The outputs are logits of classes that do not exclude each other, or one logit of two classes. */
    SIGMOID,
    /** The outputs are probabilities already. */
    NONE;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming what there is */
    @JsonCreator
    public static OutputActivation of(String label) {
        for (OutputActivation activation : values()) {
            if (activation.label().equalsIgnoreCase(label)) {
                return activation;
            }
        }
        throw new IllegalArgumentException("activation '" + label + "' is not one of softmax, sigmoid, none");
    }

    /**
     * Probabilities of classes.
     *
     * @param scores {@code [classes]}, or one of two classes: that of the second
     * @return {@code [classes]}
     * @throws IllegalArgumentException if a score is not finite, or there is another number of them
     */
    public float[] probabilities(float[] scores, int classes) {
        for (int i = 0; i < scores.length; i++) {
            if (!Float.isFinite(scores[i])) {
                throw new IllegalArgumentException("score " + i + " is " + scores[i]);
            }
        }
        if (scores.length == 1 && classes == 2) {
            float second = this == NONE ? scores[0] : sigmoid(scores[0]);
            return new float[] {1 - second, second};
        }
        if (scores.length != classes) {
            throw new IllegalArgumentException(scores.length + " scores for " + classes + " labels");
        }
        float[] values = scores.clone();
        switch (this) {
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
