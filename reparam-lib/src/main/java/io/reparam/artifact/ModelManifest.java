package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code model.yaml}: everything about a model that is not in its ONNX files.
 *
 * @param name of the model: letters, digits, {@code -}, {@code _} and {@code .}, no dot at the start
 * @param version directory of the ONNX files beside the manifest, a positive number
 * @param labels of the classes
 * @param preprocess what happens to an image first
 * @param defaultVariant the variant that answers when a caller names none
 * @param variants by name, such as {@code attention} and {@code reparam}, of lower-case letters, digits, {@code -} and {@code _}; at least one
 * @param traffic which variant answers whom; null: the default variant answers all who name none
 * @param activation what makes probabilities of the scores; null: found from the net
 * @param output the net's output that holds the scores; null: the one with a value for each label
 */
public record ModelManifest(
        String name,
        int version,
        LabelSet labels,
        PreprocessSpec preprocess,
        String defaultVariant,
        Map<String, Variant> variants,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TrafficPolicy traffic,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OutputActivation activation,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String output) {

    /** Of models: they become directories, parts of addresses and metric labels. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    /** The name of the file. */
    public static final String FILE = "model.yaml";

    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * One ONNX file of the model.
     *
     * @param file name inside the version's directory
     * @param sha256 of the file; null if nobody took it, so that nothing is checked
     * @param provenance how it was made; null if nobody said
     * @param size null if nobody counted
     * @param certificate of its fold; null if there is none
     * @param stripes PNG: its attention values, images x channels; null if nobody looked
     * @param data checksums of the files that its weights are in, by their names beside it; null if it says none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Variant(
            String file,
            @Nullable Sha256 sha256,
            @Nullable Provenance provenance,
            @Nullable NetSize size,
            @Nullable Certified certificate,
            @Nullable Attachment stripes,
            @Nullable Map<String, Sha256> data) {
        /** A file of which no more is known. */
        public Variant(String file, Sha256 sha256, @Nullable Provenance provenance) {
            this(file, sha256, provenance, null, null, null, null);
        }
    }

    /** @throws IllegalArgumentException if a name, the version, the default variant or the traffic is impossible */
    public ModelManifest {
        Objects.requireNonNull(name, "name is missing");
        Objects.requireNonNull(labels, "labels is missing");
        Objects.requireNonNull(preprocess, "preprocess is missing");
        Objects.requireNonNull(defaultVariant, "defaultVariant is missing");
        Objects.requireNonNull(variants, "variants is missing");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("model name '" + name
                    + "' must be letters, digits, -, _ and ., and start with none of the last three");
        }
        if (version < 1) {
            throw new IllegalArgumentException("model version " + version + " must be 1 or more");
        }
        variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
        variants.keySet().forEach(ModelManifest::requireVariant);
        if (!variants.containsKey(defaultVariant)) {
            throw new IllegalArgumentException(
                    "default variant '" + defaultVariant + "' is not one of " + variants.keySet());
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
        this(name, version, labels, preprocess, defaultVariant, variants, null, null, null);
    }

    /** @throws IOException if the text is not a manifest; the message says what is wrong and where */
    public static ModelManifest read(InputStream in) throws IOException {
        return ManifestFile.read(in.readAllBytes(), "", 0, file -> null);
    }

    public void write(Path file) throws IOException {
        Files.write(file, YAML.writeValueAsBytes(this));
    }

    /** Names become file names and metric labels; a dot would end the model's name. */
    private static void requireVariant(String name) {
        if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "variant name '" + name + "' must be lower-case letters, digits, - and _");
        }
    }

    /**
     * A file beside a model that a person may want to see.
     *
     * @param file name inside the version's directory
     * @param sha256 of the file
     */
    public record Attachment(String file, Sha256 sha256) {}

    /**
     * How large a net is.
     *
     * @param nodes of the graph as it lies in the file, before ONNX Runtime optimizes it
     * @param parameters elements of all floating-point constants
     * @param bytes of the file
     */
    public record NetSize(int nodes, long parameters, long bytes) {}
}
