package io.reparam.artifact;

import io.reparam.image.PreprocessSpec;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an ONNX file says about itself, kept as JSON in its {@code metadata_props} under {@link #KEY}: it travels with the file
 * through folding, and {@code bundle} and {@code verify} need no further questions.
 *
 * @param labels of the classes
 * @param preprocess what the net was trained with
 * @param provenance how it was made
 */
public record ModelCard(LabelSet labels, PreprocessSpec preprocess, Provenance provenance) {
    public static final String KEY = "reparam.card";
    private static final JsonMapper JSON = new JsonMapper();

    public ModelCard withProvenance(Provenance changed) {
        return new ModelCard(labels, preprocess, changed);
    }

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /**
     * @param metadata the model's {@code metadata_props}
     * @return empty if the model has no card
     * @throws IllegalArgumentException if the card cannot be read
     */
    public static Optional<ModelCard> from(Map<String, String> metadata) {
        String json = metadata.get(KEY);
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(json, ModelCard.class));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("metadata '" + KEY + "' cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
