package io.reparam.artifact;

import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.Interpolation;
import io.reparam.image.Layout;
import io.reparam.image.PreprocessSpec;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one source says about preprocessing: the command line, the net's input, a {@link PreprocessPreset}, a card, or files beside
 * the model. What is null it does not say.
 *
 * @param height of the net's input, pixels
 * @param width of the net's input, pixels
 * @param cropShare of the resized shorter side that the crop keeps, above 0 and at most 1
 * @param mean on the scale 0 to 1, one value for all channels or one each
 * @param std as mean
 */
public record PreprocessHints(
        @Nullable Integer height,
        @Nullable Integer width,
        @Nullable Double cropShare,
        @Nullable Interpolation interpolation,
        @Nullable List<Float> mean,
        @Nullable List<Float> std,
        @Nullable ChannelOrder channels,
        @Nullable Fit fit,
        @Nullable Layout layout) {

    /** A source that says nothing. */
    public static final PreprocessHints NONE =
            new PreprocessHints(null, null, null, null, null, null, null, null, null);

    /** @throws IllegalArgumentException if the share is impossible */
    public PreprocessHints {
        if (cropShare != null && !(cropShare > 0 && cropShare <= 1)) {
            throw new IllegalArgumentException("crop share " + cropShare + " must be above 0 and at most 1");
        }
    }

    /** All that a complete description says. */
    public static PreprocessHints of(PreprocessSpec spec) {
        return new PreprocessHints(
                spec.height(),
                spec.width(),
                (double) Math.max(spec.height(), spec.width()) / spec.shorterSide(),
                spec.interpolation(),
                spec.mean(),
                spec.std(),
                spec.channels(),
                spec.fit(),
                spec.layout());
    }

    /** Only a size. */
    public static PreprocessHints size(int height, int width) {
        return new PreprocessHints(height, width, null, null, null, null, null, null, null);
    }

    /**
     * What an input of these sizes says; a free one is 0 or less.
     *
     * @param shape without the batch, three sizes
     */
    public static PreprocessHints input(List<Long> shape) {
        Layout layout = shape.get(0) != 3 && shape.get(0) != 1 && (shape.get(2) == 3 || shape.get(2) == 1)
                ? Layout.NHWC
                : Layout.NCHW;
        int channelAxis = layout == Layout.NCHW ? 0 : 2;
        int first = layout == Layout.NCHW ? 1 : 0;
        return new PreprocessHints(
                fixed(shape.get(first)),
                fixed(shape.get(first + 1)),
                null,
                null,
                null,
                null,
                shape.get(channelAxis) == 1 ? ChannelOrder.GRAY : null,
                null,
                shape.get(channelAxis) > 0 ? layout : null);
    }

    private static @Nullable Integer fixed(long size) {
        return size > 0 ? Math.toIntExact(size) : null;
    }

    /** What this says, and where it says nothing, what the other does. A margin belongs to its fit: another fit has none. */
    public PreprocessHints or(PreprocessHints other) {
        return new PreprocessHints(
                height != null ? height : other.height,
                width != null ? width : other.width,
                cropShare != null ? cropShare : refitted(other) ? Double.valueOf(1) : other.cropShare,
                interpolation != null ? interpolation : other.interpolation,
                mean != null ? mean : other.mean,
                std != null ? std : other.std,
                channels != null ? channels : other.channels,
                fit != null ? fit : other.fit,
                layout != null ? layout : other.layout);
    }

    private boolean refitted(PreprocessHints other) {
        return fit != null && other.fit != null && fit != other.fit;
    }

    /**
     * A complete description. Not said means: RGB, cropped without margin, bilinear, planes one after the other.
     *
     * @throws IllegalArgumentException naming what is missing and the option that says it
     */
    public PreprocessSpec spec() {
        if (mean == null || std == null) {
            throw new IllegalArgumentException(
                    "has no model card; say by --mean and --std what it was trained with, or choose it by --preprocess");
        }
        if (height == null || width == null) {
            throw new IllegalArgumentException(
                    "leaves its input's size free; say it by --size HxW, or as height and width in model.yaml");
        }
        ChannelOrder order = channels == null ? ChannelOrder.RGB : channels;
        double share = cropShare == null ? 1 : cropShare;
        // a share read from a ratio of whole numbers gives the whole number back
        int shorterSide = (int) Math.floor(Math.max(height, width) / share + 1e-6);
        return new PreprocessSpec(
                height,
                width,
                shorterSide,
                interpolation == null ? Interpolation.BILINEAR : interpolation,
                each(mean, order),
                each(std, order),
                order,
                fit == null ? Fit.CROP : fit,
                layout == null ? Layout.NCHW : layout);
    }

    private static List<Float> each(List<Float> given, ChannelOrder order) {
        return given.size() == 1 ? Collections.nCopies(order.channels(), given.get(0)) : given;
    }
}
