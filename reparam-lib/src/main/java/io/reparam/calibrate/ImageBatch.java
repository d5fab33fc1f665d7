package io.reparam.calibrate;

import io.reparam.ort.FloatTensor;

/**
 * Some images in the form that the net takes.
 *
 * @param input {@code [n, 3, H, W]}
 * @param labels class of each image, {@code [n]}; empty where nobody gave any
 */
public record ImageBatch(FloatTensor input, int[] labels) {

    /** @throws IllegalArgumentException if there are labels, but not one an image */
    public ImageBatch {
        if (labels.length != 0 && labels.length != input.shape()[0]) {
            throw new IllegalArgumentException(labels.length + " labels for " + input.shape()[0] + " images");
        }
    }

    /** Images in it. */
    public int size() {
        return (int) input.shape()[0];
    }
}
