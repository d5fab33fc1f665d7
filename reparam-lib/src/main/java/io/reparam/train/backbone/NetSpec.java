package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionPlacement;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Widths;

/**
 * What a backbone is built for.
 *
 * @param classes number of logits
 * @param height of the image in pixels
 * @param width of the image in pixels
 * @param widthFactor on the channels of every layer; 1 for the published net
 * @param attention what stands at its places
 */
public record NetSpec(int classes, int height, int width, double widthFactor, AttentionPlacement attention) {
    /** Images of fewer pixels than a square of this side keep their size in the first layers, as nets for CIFAR do. */
    private static final int SMALL = 65;

    /** @throws IllegalArgumentException if a number is out of range */
    public NetSpec {
        if (classes < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("a net needs classes and pixels, not " + classes + " classes of "
                    + height + "x" + width + " pixels");
        }
        if (!(widthFactor > 0 && widthFactor <= 8)) {
            throw new IllegalArgumentException("width " + widthFactor + " must be above 0 and at most 8");
        }
    }

    /** An image. */
    FeatureMap image() {
        return new FeatureMap(3, height, width);
    }

    /** Whether the first layers, made for large images, have stride 1. */
    boolean small() {
        return height * width < SMALL * SMALL;
    }

    /** Published channels times the width, then a multiple of 8. */
    int channels(int published) {
        return widthFactor == 1 ? published : Widths.multipleOf8(published * widthFactor);
    }
}
