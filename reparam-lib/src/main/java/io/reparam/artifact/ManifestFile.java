package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reparam.artifact.OnnxOutline.Port;
import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.Interpolation;
import io.reparam.image.Layout;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a {@code model.yaml}, also one that somebody wrote by hand: what the directory, the files beside it and the net itself say
 * may be left out. {@code model.schema.json} beside this class describes it for editors.
 */
public final class ManifestFile {
    private static final String LABELS = "labels.txt";
    private static final String PLAIN_VARIANT = "model";
    private static final String PLAIN_FILE = "model.onnx";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Files of the version's directory, or else of the model's. */
    @FunctionalInterface
    public interface Files {
        /** Null if there is none of that name. @throws IOException if it cannot be read */
        byte @Nullable [] read(String name) throws IOException;
    }

    /** A preset, and what differs from it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Written(
            @Nullable PreprocessPreset preset,
            @Nullable Integer height,
            @Nullable Integer width,
            @Nullable Integer shorterSide,
            @Nullable Interpolation interpolation,
            @Nullable List<Float> mean,
            @Nullable List<Float> std,
            @Nullable ChannelOrder channels,
            @Nullable Fit fit,
            @Nullable Layout layout) {
        private static Written with(@Nullable PreprocessPreset preset) {
            return new Written(preset, null, null, null, null, null, null, null, null, null);
        }

        static Written of(JsonNode node) {
            if (node.isMissingNode()) {
                return with(null);
            }
            return node.isString() ? with(PreprocessPreset.of(node.asString())) : YAML.treeToValue(node, Written.class);
        }
    }

    private ManifestFile() {}

    /**
     * The version that a manifest names; empty if it describes whatever versions lie there.
     *
     * @throws IOException if it is not YAML
     */
    public static OptionalInt version(byte[] yaml) throws IOException {
        JsonNode version = tree(yaml).path("version");
        return version.isNumber() ? OptionalInt.of(version.asInt()) : OptionalInt.empty();
    }

    /**
     * The whole manifest.
     *
     * @param directory of the model, for a manifest without a name
     * @param version of the directory, for a manifest without a version
     * @throws IOException if it is not one, or leaves out what nobody else says; the message says what and where
     */
    public static ModelManifest read(byte[] yaml, String directory, int version, Files files) throws IOException {
        ObjectNode manifest = tree(yaml);
        try {
            if (!manifest.has("name")) {
                manifest.put("name", directory);
            }
            if (!manifest.has("version")) {
                manifest.put("version", version);
            }
            labels(manifest, files);
            variants(manifest);
            preprocess(manifest, files);
            return YAML.treeToValue(manifest, ModelManifest.class);
        } catch (JacksonException e) {
            throw new IOException(ModelManifest.FILE + ": " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(ModelManifest.FILE + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode tree(byte[] yaml) throws IOException {
        try {
            if (YAML.readTree(WholeCharacters.of(yaml)) instanceof ObjectNode manifest) {
                return manifest;
            }
        } catch (JacksonException e) {
            throw new IOException(ModelManifest.FILE + ": " + e.getOriginalMessage(), e);
        }
        throw new IOException(ModelManifest.FILE + " must hold fields such as labels and preprocess");
    }

    private static void labels(ObjectNode manifest, Files files) throws IOException {
        JsonNode labels = manifest.path("labels");
        if (labels.isArray()) {
            return;
        }
        String file = labels.asString(LABELS);
        byte[] content = files.read(file);
        if (content == null) {
            throw new IOException(ModelManifest.FILE + ": labels is missing: write a list, or put a file '" + file
                    + "' with one label a line beside it");
        }
        manifest.set("labels", YAML.valueToTree(LabelSet.parse(content).names()));
    }

    private static void variants(ObjectNode manifest) {
        if (!manifest.has("variants")) {
            manifest.set("variants", YAML.createObjectNode().put(PLAIN_VARIANT, PLAIN_FILE));
        }
        if (manifest.path("variants") instanceof ObjectNode variants) {
            for (Map.Entry<String, JsonNode> variant : List.copyOf(variants.properties())) {
                if (variant.getValue().isString()) {
                    variants.set(
                            variant.getKey(),
                            YAML.createObjectNode()
                                    .put("file", variant.getValue().asString()));
                }
            }
            if (!manifest.has("defaultVariant") && !variants.isEmpty()) {
                manifest.put(
                        "defaultVariant", variants.propertyNames().iterator().next());
            }
        }
    }

    private static void preprocess(ObjectNode manifest, Files files) throws IOException {
        JsonNode given = manifest.path("preprocess");
        if (given.has("height") && given.has("shorterSide") && given.has("mean") && given.has("interpolation")) {
            return; // complete, as bundle writes it
        }
        Port input = input(manifest, files);
        boolean bytes = input != null && input.elementType() == OnnxOutline.UINT8;
        if (given.isMissingNode() && !bytes) {
            throw new IOException(ModelManifest.FILE + ": preprocess is missing; write one of "
                    + String.join(", ", PreprocessPreset.labels()) + ", or height, width, mean and std");
        }
        Written written = Written.of(given);
        PreprocessHints hints = new PreprocessHints(
                        written.height,
                        written.width,
                        null,
                        written.interpolation,
                        written.mean,
                        written.std,
                        written.channels,
                        written.fit,
                        written.layout)
                .or(shape(input))
                .or(written.preset == null ? PreprocessHints.NONE : written.preset.hints())
                .or(bytes ? PreprocessPreset.PIXELS.hints() : PreprocessHints.NONE);
        Integer shorterSide = written.shorterSide;
        if (shorterSide != null && hints.height() != null && hints.width() != null) {
            double share = (double) Math.max(hints.height(), hints.width()) / shorterSide;
            hints = new PreprocessHints(null, null, share, null, null, null, null, null, null).or(hints);
        }
        manifest.set("preprocess", YAML.valueToTree(hints.spec()));
    }

    /** The default variant's input; null if it has several, or its file is not there. */
    private static @Nullable Port input(ObjectNode manifest, Files files) throws IOException {
        String file = manifest.path("variants")
                .path(manifest.path("defaultVariant").asString(""))
                .path("file")
                .asString("");
        byte[] onnx = file.isEmpty() ? null : files.read(file);
        List<Port> inputs = onnx == null ? List.of() : OnnxOutline.of(onnx).inputs();
        return inputs.size() == 1 ? inputs.get(0) : null;
    }

    private static PreprocessHints shape(@Nullable Port input) {
        List<Long> shape = input == null ? null : input.shape();
        if (shape == null || shape.size() < 3 || shape.size() > 4) {
            return PreprocessHints.NONE;
        }
        return PreprocessHints.input(shape.subList(shape.size() - 3, shape.size()));
    }
}
