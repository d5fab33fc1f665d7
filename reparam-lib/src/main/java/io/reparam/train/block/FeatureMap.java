package io.reparam.train.block;

/**
 * The size of a value {@code [N, channels, height, width]}.
 */
public record FeatureMap(int channels, int height, int width) {

    /** @throws IllegalArgumentException if a size is not 1 or more */
    public FeatureMap {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("a feature map of " + channels + " channels and " + height + "x" + width
                    + " pixels is impossible; the image is too small for the architecture: raise --image-size");
        }
    }

    /** After a convolution or a pool. */
    public FeatureMap after(int outChannels, Geometry geometry) {
        return new FeatureMap(outChannels, geometry.outHeight(height), geometry.outWidth(width));
    }
}
