package io.reparam.artifact;

import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.Interpolation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The {@code inference.yml} that PaddleClas, PaddleOCR and PaddleX write beside a model: a list of steps, each an operator with its
 * attributes.
 *
 * @see <a href="https://github.com/PaddlePaddle/PaddleClas">PaddleClas</a>
 */
final class PaddleConfig {
    private static final double BY_BYTE = 1 / 255.0;

    private @Nullable Integer height;
    private @Nullable Integer width;
    private @Nullable Double cropShare;
    private List<Float> mean = List.of(0f);
    private List<Float> std = List.of(1f);
    private ChannelOrder channels = ChannelOrder.RGB;
    private Fit fit = Fit.STRETCH;
    private int shorter;

    private PaddleConfig() {}

    /** Null if it lists no steps. */
    static @Nullable BesideModel read(JsonNode config) {
        JsonNode steps = config.path("PreProcess").path("transform_ops");
        if (!steps.isArray()) {
            return null;
        }
        PaddleConfig all = new PaddleConfig();
        steps.forEach(step -> step.properties().forEach(entry -> all.step(entry.getKey(), entry.getValue())));
        return new BesideModel(
                new PreprocessHints(
                        all.height,
                        all.width,
                        all.cropShare,
                        Interpolation.BILINEAR,
                        all.mean,
                        all.std,
                        all.channels,
                        all.fit,
                        null),
                labels(config.path("PostProcess")),
                null,
                List.of("inference.yml (Paddle)"));
    }

    private void step(String name, JsonNode attributes) {
        switch (name) {
            case "DecodeImage" ->
                channels =
                        attributes.path("img_mode").asString("RGB").equals("BGR") ? ChannelOrder.BGR : ChannelOrder.RGB;
            case "ResizeImage", "Resize" -> {
                if (attributes.has("resize_short")) {
                    shorter = attributes.path("resize_short").asInt();
                    fit = Fit.CROP;
                    sides(attributes.path("resize_short"));
                } else {
                    sides(attributes.has("size") ? attributes.path("size") : attributes.path("target_size"));
                }
            }
            case "CropImage", "Crop" -> {
                sides(attributes.has("size") ? attributes.path("size") : attributes.path("crop_size"));
                if (shorter > 0 && height != null && width != null) {
                    cropShare = Math.min(1, (double) Math.max(height, width) / shorter);
                }
            }
            case "RecResizeImg", "ClsResizeImg" -> {
                JsonNode shape = attributes.path("image_shape");
                height = shape.path(1).asInt();
                width = shape.path(2).asInt();
                mean = List.of(0.5f);
                std = List.of(0.5f);
                fit = Fit.PAD;
            }
            case "NormalizeImage", "Normalize" -> {
                double bytes = 255 * scale(attributes.path("scale"));
                mean = numbers(attributes.path("mean"), bytes, mean);
                std = numbers(attributes.path("std"), bytes, std);
            }
            default -> {
                // what lays out, batches or labels changes no value
            }
        }
    }

    /** One number for both sides, or {@code [width, height]}. */
    private void sides(JsonNode size) {
        boolean pair = size.isArray();
        width = pair ? size.path(0).asInt() : size.asInt();
        height = pair ? size.path(1).asInt() : size.asInt();
    }

    /** A number, or the text {@code 1./255.}. */
    private static double scale(JsonNode scale) {
        if (!scale.isString()) {
            return scale.asDouble(BY_BYTE);
        }
        String[] parts = scale.asString().split("/", -1);
        double value = Double.parseDouble(parts[0].strip());
        return parts.length == 2 ? value / Double.parseDouble(parts[1].strip()) : value;
    }

    private static List<Float> numbers(JsonNode list, double bytes, List<Float> otherwise) {
        return list.isArray()
                ? list.valueStream()
                        .map(value -> (float) (value.asDouble() / bytes))
                        .toList()
                : otherwise;
    }

    private static @Nullable LabelSet labels(JsonNode postProcess) {
        for (JsonNode step : postProcess) {
            JsonNode names = step.path("label_list");
            if (names.isArray() && !names.isEmpty()) {
                List<String> labels = new ArrayList<>();
                names.forEach(name -> labels.add(name.asString()));
                return new LabelSet(labels);
            }
        }
        return null;
    }
}
