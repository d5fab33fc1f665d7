package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.RgbImage;

/** Some images of a set, in its order. */
final class Subset implements ImageSet {
    private final ImageSet images;
    private final int[] indices;

    Subset(ImageSet images, int[] indices) {
        this.images = images;
        this.indices = indices;
    }

    @Override
    public LabelSet labels() {
        return images.labels();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int label(int index) {
        return images.label(indices[index]);
    }

    @Override
    public RgbImage image(int index) {
        return images.image(indices[index]);
    }
}
