package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.RgbImage;

/** Labelled images with a fixed order. Implementations are immutable: any number of threads may read one. */
public interface ImageSet {
    LabelSet labels();

    /** Number of images. */
    int size();

    /** Class of the image, an index into {@link #labels}. */
    int label(int index);

    RgbImage image(int index);
}
