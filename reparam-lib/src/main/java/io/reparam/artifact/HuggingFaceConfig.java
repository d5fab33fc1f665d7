package io.reparam.artifact;

import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.Interpolation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The files that Hugging Face's Transformers save beside a classifier.
 *
 * @see <a href="https://huggingface.co/docs/transformers/main_classes/image_processor">Image processors</a>
 */
final class HuggingFaceConfig {
    private static final String SOURCE = "preprocessor_config.json (Hugging Face)";
    /** Below this, ConvNeXT's processor crops with {@code crop_pct}. */
    private static final int CONVNEXT_LARGE = 384;

    /** Sides of images, pixels. */
    private static final int LONGEST = 1 << 16;

    private HuggingFaceConfig() {}

    /** {@code id2label} and the kind of problem of a {@code config.json}; null if it names no classes. */
    static @Nullable BesideModel labels(JsonNode config) {
        JsonNode names = config.path("id2label");
        if (!names.isObject() || names.isEmpty()) {
            return null;
        }
        boolean multiLabel = config.path("problem_type").asString("").equals("multi_label_classification");
        return new BesideModel(
                PreprocessHints.NONE,
                LabelSet.of(names),
                multiLabel ? OutputActivation.SIGMOID : null,
                List.of("config.json (Hugging Face)"));
    }

    /** A {@code preprocessor_config.json}; null if it is not about images. */
    static @Nullable BesideModel preprocessing(JsonNode config) {
        if (!config.has("image_mean") && !config.has("size") && !config.has("do_rescale")) {
            return null;
        }
        double factor =
                on(config, "do_rescale", true) ? config.path("rescale_factor").asDouble(1 / 255.0) : 1;
        double offset = config.path("rescale_offset").asBoolean(false) ? 1 : 0;
        boolean normalized = on(config, "do_normalize", true) && config.has("image_mean");
        boolean resizes = on(config, "do_resize", true);
        if (!resizes && on(config, "do_center_crop", false)) {
            throw new IllegalArgumentException(
                    "it asks for a crop of images that are not resized, which is not done here");
        }
        PreprocessHints size = resizes ? size(config) : PreprocessHints.NONE;
        return new BesideModel(
                new PreprocessHints(
                        size.height(),
                        size.width(),
                        size.cropShare(),
                        interpolation(config.path("resample").asInt(2)),
                        scaled(normalized ? config.path("image_mean") : null, 0, offset, factor),
                        scaled(normalized ? config.path("image_std") : null, 1, 0, factor),
                        config.path("do_flip_channel_order").asBoolean(false) ? ChannelOrder.BGR : ChannelOrder.RGB,
                        size.fit(),
                        null),
                null,
                null,
                List.of(SOURCE));
    }

    private static PreprocessHints size(JsonNode config) {
        JsonNode size = config.path("size");
        requirePossible(config, size);
        int shorter = size.isObject() ? edge(size.path("shortest_edge")) : edge(size);
        int height = size.has("height") ? edge(size.path("height")) : shorter;
        int width = size.has("width") ? edge(size.path("width")) : shorter;
        if (height < 1 || width < 1) {
            return PreprocessHints.NONE;
        }
        // since there were only whole numbers, one meant both sides
        boolean keeps = size.has("shortest_edge") || (size.isNumber() && on(config, "do_center_crop", false));
        if (config.has("crop_pct") && !config.path("crop_pct").isNull()) {
            boolean whole = shorter >= CONVNEXT_LARGE;
            return hints(
                    shorter, shorter, whole ? 1 : config.path("crop_pct").asDouble(), whole ? Fit.STRETCH : Fit.CROP);
        }
        if (!on(config, "do_center_crop", false)) {
            return hints(height, width, 1, keeps ? Fit.CROP : Fit.STRETCH);
        }
        JsonNode crop = config.path("crop_size");
        int both = crop.isObject() ? 0 : edge(crop);
        int cropHeight = crop.has("height") ? edge(crop.path("height")) : both > 0 ? both : height;
        int cropWidth = crop.has("width") ? edge(crop.path("width")) : both > 0 ? both : width;
        double share = (double) Math.max(cropHeight, cropWidth) / Math.max(height, width);
        return hints(cropHeight, cropWidth, Math.min(1, share), keeps ? Fit.CROP : Fit.STRETCH);
    }

    /** Anything else would be done in another way than the net learnt. */
    private static void requirePossible(JsonNode config, JsonNode size) {
        boolean exact = size.has("height") && size.has("width");
        String what = size.has("longest_edge")
                ? "a size by the longest edge"
                : on(config, "do_pad", false) && !exact ? "do_pad" : null;
        if (what != null) {
            throw new IllegalArgumentException("it asks for " + what + ", which is not done here");
        }
    }

    /** In pixels; 0 if it is not said. */
    private static int edge(JsonNode said) {
        if (said.isMissingNode() || said.isNull()) {
            return 0;
        }
        if (!said.isIntegralNumber() || !said.canConvertToInt() || said.asInt() < 1 || said.asInt() > LONGEST) {
            throw new IllegalArgumentException("the size " + said + " is not a whole number from 1 to " + LONGEST);
        }
        return said.asInt();
    }

    private static PreprocessHints hints(int height, int width, double share, Fit fit) {
        return new PreprocessHints(height, width, share, null, null, null, null, fit, null);
    }

    private static boolean on(JsonNode config, String flag, boolean otherwise) {
        return config.path(flag).asBoolean(otherwise);
    }

    /** Numbers of rescaled values, on the scale 0 to 1 of bytes. */
    private static List<Float> scaled(@Nullable JsonNode given, double otherwise, double offset, double factor) {
        double bytes = 255 * factor;
        if (given == null) {
            return List.of((float) ((otherwise + offset) / bytes));
        }
        List<JsonNode> values = given.isArray() ? given.valueStream().toList() : List.of(given);
        return values.stream()
                .map(value -> (float) ((value.asDouble() + offset) / bytes))
                .toList();
    }

    /** Pillow's numbers. */
    private static Interpolation interpolation(int resample) {
        return switch (resample) {
            case 1 -> Interpolation.LANCZOS;
            case 2 -> Interpolation.BILINEAR;
            case 3 -> Interpolation.BICUBIC;
            case 4 -> Interpolation.BOX;
            default ->
                throw new IllegalArgumentException(
                        "resample is " + resample + "; only 1 LANCZOS, 2 BILINEAR, 3 BICUBIC and 4 BOX are done here");
        };
    }
}
