package io.reparam.artifact;

import java.util.List;

/**
 * What happens to an image before a net sees it: it is resized until it just covers the net's input and a margin, the centre is
 * cropped, and every channel becomes {@code (value / 255 - mean) / std}, in the order R G B. An image of the net's own size is not
 * resized.
 *
 * @param height of the net's input, pixels
 * @param width of the net's input, pixels
 * @param shorterSide says the margin: the resized image covers height and width times {@code shorterSide / max(height, width)},
 *     in its own proportions. For a square net that is the length of the image's shorter side after resizing. At least
 *     max(height, width), which is no margin
 * @param interpolation filter of the resize
 * @param mean of each channel on the scale 0 to 1
 * @param std of each channel on the scale 0 to 1, above 0
 */
public record PreprocessSpec(
        int height, int width, int shorterSide, Interpolation interpolation, List<Float> mean, List<Float> std) {

    /** CIFAR-10 and CIFAR-100: 32x32 pixels, the mean and deviation that the ASR paper uses. */
    public static final PreprocessSpec CIFAR = new PreprocessSpec(
            32, 32, 32, Interpolation.BILINEAR, List.of(0.4914f, 0.4822f, 0.4465f), List.of(0.2023f, 0.1994f, 0.2010f));

    /** @throws IllegalArgumentException if a size, the number of channels or a deviation is impossible */
    public PreprocessSpec {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (height < 1 || width < 1 || shorterSide < Math.max(height, width)) {
            throw new IllegalArgumentException("cannot crop " + height + "x" + width + " pixels: the shorter side "
                    + shorterSide + " must be at least their larger one");
        }
        if (mean.size() != 3 || std.size() != 3) {
            throw new IllegalArgumentException(
                    "mean and std need one value for each of R, G, B, not " + mean.size() + " and " + std.size());
        }
        for (float deviation : std) {
            if (!(deviation > 0) || Float.isInfinite(deviation)) {
                throw new IllegalArgumentException("std " + std + " must be finite and above 0");
            }
        }
    }

    /** Floats that one image takes in the net's input: 3 x height x width. */
    public int floats() {
        return 3 * height * width;
    }
}
