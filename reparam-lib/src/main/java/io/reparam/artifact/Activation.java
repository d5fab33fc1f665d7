package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What makes probabilities of a classifier's outputs. */
public enum Activation {
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
    public static Activation of(String label) {
        for (Activation activation : values()) {
            if (activation.label().equalsIgnoreCase(label)) {
                return activation;
            }
        }
        throw new IllegalArgumentException("activation '" + label + "' is none of softmax, sigmoid, none");
    }
}
