package io.reparam.image;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an image before a net sees it. It is resized as {@code fit} says, by default until it just covers the net's input
 * and a margin, the centre is cropped, and every channel becomes {@code (value / 255 - mean) / std}. An image of the net's own size
 * is not resized.
 *
 * @param height of the net's input, pixels
 * @param width of the net's input, pixels
 * @param shorterSide says the margin: the resized image covers height and width times {@code shorterSide / max(height, width)},
 *     in its own proportions. For a square net that is the length of the image's shorter side after resizing. At least
 *     max(height, width), which is no margin; {@link Fit#PAD} has none
 * @param interpolation filter of the resize
 * @param mean of each channel on the scale 0 to 1, in the net's order of channels
 * @param std of each channel on the scale 0 to 1, above 0
 * @param channels of the net's input; null means RGB, so that what was written before there was a choice is read
 * @param fit how any size becomes the net's; null means {@link Fit#CROP}
 * @param layout of the net's input; null means {@link Layout#NCHW}
 */
public record PreprocessSpec(
        int height,
        int width,
        int shorterSide,
        Interpolation interpolation,
        List<Float> mean,
        List<Float> std,
        ChannelOrder channels,
        Fit fit,
        Layout layout) {

    /** CIFAR-10 and CIFAR-100: 32x32 pixels, the mean and deviation that the ASR paper uses. */
    public static final PreprocessSpec CIFAR = new PreprocessSpec(
            32, 32, 32, Interpolation.BILINEAR, List.of(0.4914f, 0.4822f, 0.4465f), List.of(0.2023f, 0.1994f, 0.2010f));

    /** @throws IllegalArgumentException if a size, the number of channels or a deviation is impossible */
    @SuppressWarnings("ConstantValue") // what is read from files may lack the last three
    public PreprocessSpec(
            int height,
            int width,
            int shorterSide,
            Interpolation interpolation,
            List<Float> mean,
            List<Float> std,
            @Nullable ChannelOrder channels,
            @Nullable Fit fit,
            @Nullable Layout layout) {
        this.height = height;
        this.width = width;
        this.shorterSide = shorterSide;
        this.interpolation = Objects.requireNonNull(interpolation, "interpolation is missing");
        this.mean = List.copyOf(mean);
        this.std = List.copyOf(std);
        this.channels = channels == null ? ChannelOrder.RGB : channels;
        this.fit = fit == null ? Fit.CROP : fit;
        this.layout = layout == null ? Layout.NCHW : layout;
        if (height < 1 || width < 1 || shorterSide < Math.max(height, width)) {
            throw new IllegalArgumentException("cannot crop " + height + "x" + width + " pixels: the shorter side "
                    + shorterSide + " must be at least their larger one");
        }
        int wanted = this.channels.channels();
        if (mean.size() != wanted || std.size() != wanted) {
            throw new IllegalArgumentException("mean and std need " + wanted + " values, one for each channel of "
                    + this.channels + ", not " + mean.size() + " and " + std.size());
        }
        for (float deviation : std) {
            if (!(deviation > 0) || Float.isInfinite(deviation)) {
                throw new IllegalArgumentException("std " + std + " must be finite and above 0");
            }
        }
    }

    /** RGB images of which the centre is cut out, planes one after the other. */
    public PreprocessSpec(
            int height, int width, int shorterSide, Interpolation interpolation, List<Float> mean, List<Float> std) {
        this(height, width, shorterSide, interpolation, mean, std, ChannelOrder.RGB, Fit.CROP, Layout.NCHW);
    }

    /** The same with another fit and order of channels. */
    public PreprocessSpec with(Fit otherFit, ChannelOrder otherChannels) {
        return new PreprocessSpec(
                height, width, shorterSide, interpolation, mean, std, otherChannels, otherFit, layout);
    }

    /** The same for images of which nothing is cut off but what has other proportions. */
    public PreprocessSpec withoutMargin() {
        return new PreprocessSpec(
                height, width, Math.max(height, width), interpolation, mean, std, channels, fit, layout);
    }

    /** Whether an image of this size, upright, becomes another one; where it is padded, whatever its size. */
    public boolean resizes(int imageWidth, int imageHeight) {
        return fit == Fit.PAD
                || !Resized.of(imageWidth, imageHeight, this).equals(new Resized(imageWidth, imageHeight));
    }

    /** Values that one image takes in the net's input: channels x height x width. */
    public int floats() {
        return channels.channels() * height * width;
    }

    /** Shape of so many images in the net's input. */
    public long[] shape(int images) {
        long[] row = layout.row(channels.channels(), height, width);
        return new long[] {images, row[0], row[1], row[2]};
    }

    /** For people: {@code 224x224 RGB, CROP of 256, BILINEAR, mean [...], std [...], NCHW}. */
    public String text() {
        return height + "x" + width + " " + channels + ", " + fit + (fit == Fit.PAD ? "" : " of " + shorterSide) + ", "
                + interpolation + ", mean " + mean + ", std " + std + ", " + layout;
    }
}
