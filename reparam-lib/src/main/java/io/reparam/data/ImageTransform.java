package io.reparam.data;

import io.reparam.image.RgbImage;
import java.util.random.RandomGenerator;

/** Varies a training image. */
@FunctionalInterface
public interface ImageTransform {
    /** A new image; the same generator state gives the same image. */
    RgbImage apply(RgbImage image, RandomGenerator random);
}
