package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code model.yaml}: everything about a model that is not in its ONNX files.
 *
 * @param name of the model, in lower case: letters, digits, {@code -} and {@code _}
 * @param version directory of the ONNX files beside the manifest, a positive number
 * @param labels of the classes
 * @param preprocess what happens to an image first
 * @param defaultVariant the variant that answers when a caller names none
 * @param variants by name, such as {@code attention} and {@code reparam}, of the same letters; at least one
 * @param traffic which variant answers whom; null: the default variant answers all who name none
 */
public record ModelManifest(
        String name,
        int version,
        LabelSet labels,
        PreprocessSpec preprocess,
        String defaultVariant,
        Map<String, Variant> variants,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TrafficPolicy traffic) {

    /** The name of the file. */
    public static final String FILE = "model.yaml";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * One ONNX file of the model.
     *
     * @param file name inside the version's directory
     * @param sha256 of the file
     * @param provenance how it was made; null if nobody said
     * @param size null if nobody counted
     * @param certificate of its fold; null if there is none
     * @param stripes PNG: its attention values, images x channels; null if nobody looked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Variant(
            String file,
            Sha256 sha256,
            @Nullable Provenance provenance,
            @Nullable NetSize size,
            @Nullable Certified certificate,
            @Nullable Attachment stripes) {
        /** A file of which no more is known. */
        public Variant(String file, Sha256 sha256, @Nullable Provenance provenance) {
            this(file, sha256, provenance, null, null, null);
        }
    }

    /** @throws IllegalArgumentException if a name, the version, the default variant or the traffic is impossible */
    public ModelManifest {
        Objects.requireNonNull(name, "name is missing");
        Objects.requireNonNull(labels, "labels is missing");
        Objects.requireNonNull(preprocess, "preprocess is missing");
        Objects.requireNonNull(defaultVariant, "defaultVariant is missing");
        Objects.requireNonNull(variants, "variants is missing");
        requireName("model", name);
        if (version < 1) {
            throw new IllegalArgumentException("model version " + version + " must be 1 or more");
        }
        variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
        variants.keySet().forEach(variant -> requireName("variant", variant));
        if (!variants.containsKey(defaultVariant)) {
            throw new IllegalArgumentException(
                    "default variant '" + defaultVariant + "' is none of " + variants.keySet());
        }
        if (traffic != null) {
            traffic.requireKnown(variants.keySet());
        }
    }

    /** A manifest whose default variant answers all who name none. */
    public ModelManifest(
            String name,
            int version,
            LabelSet labels,
            PreprocessSpec preprocess,
            String defaultVariant,
            Map<String, Variant> variants) {
        this(name, version, labels, preprocess, defaultVariant, variants, null);
    }

    /** @throws IOException if the text is not a manifest; the message says what is wrong and where */
    public static ModelManifest read(InputStream in) throws IOException {
        try {
            return YAML.readValue(in, ModelManifest.class);
        } catch (JacksonException e) {
            throw new IOException(FILE + ": " + e.getOriginalMessage(), e);
        }
    }

    public void write(Path file) throws IOException {
        Files.write(file, YAML.writeValueAsBytes(this));
    }

    /** Names become directories, files and metric labels. */
    private static void requireName(String what, String name) {
        if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    what + " name '" + name + "' must be lower-case letters, digits, - and _");
        }
    }
}
