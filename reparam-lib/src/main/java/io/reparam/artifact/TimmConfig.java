package io.reparam.artifact;

import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.Interpolation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The {@code config.json} that timm saves beside a model.
 *
 * @see <a href="https://huggingface.co/docs/timm/hf_hub">timm and the Hugging Face hub</a>
 */
final class TimmConfig {
    private TimmConfig() {}

    /** Null if it is not timm's. */
    static @Nullable BesideModel read(JsonNode config) {
        JsonNode trained = config.path("pretrained_cfg");
        if (!trained.isObject()) {
            return null;
        }
        JsonNode size = trained.path("input_size");
        String mode = trained.path("crop_mode").asString("center");
        if (!mode.equals("center") && !mode.equals("squash")) {
            throw new IllegalArgumentException("crop_mode '" + mode + "' is not one of center and squash");
        }
        return new BesideModel(
                new PreprocessHints(
                        size.isArray() ? size.path(1).asInt() : null,
                        size.isArray() ? size.path(2).asInt() : null,
                        trained.has("crop_pct") ? trained.path("crop_pct").asDouble() : null,
                        interpolation(trained.path("interpolation").asString("bilinear")),
                        numbers(trained.path("mean")),
                        numbers(trained.path("std")),
                        ChannelOrder.RGB,
                        mode.equals("center") ? Fit.CROP : Fit.STRETCH,
                        null),
                labels(config, trained),
                null,
                List.of("config.json (timm)"));
    }

    private static @Nullable LabelSet labels(JsonNode config, JsonNode trained) {
        JsonNode names = config.has("label_names") ? config.path("label_names") : trained.path("label_names");
        if (!names.isArray() || names.isEmpty()) {
            return null;
        }
        JsonNode words = config.has("label_descriptions")
                ? config.path("label_descriptions")
                : trained.path("label_descriptions");
        List<String> labels = new ArrayList<>();
        names.forEach(name -> labels.add(words.path(name.asString()).asString(name.asString())));
        return new LabelSet(labels);
    }

    private static @Nullable List<Float> numbers(JsonNode list) {
        return list.isArray()
                ? list.valueStream().map(value -> (float) value.asDouble()).toList()
                : null;
    }

    private static Interpolation interpolation(String name) {
        return switch (name) {
            case "bilinear", "random" -> Interpolation.BILINEAR;
            case "bicubic" -> Interpolation.BICUBIC;
            case "lanczos" -> Interpolation.LANCZOS;
            case "box" -> Interpolation.BOX;
            default ->
                throw new IllegalArgumentException(
                        "interpolation '" + name + "' is not one of bilinear, bicubic, lanczos and box");
        };
    }
}
