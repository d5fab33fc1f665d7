package io.reparam.train;

import io.reparam.data.Augmentation;

/**
 * What a net learns from.
 *
 * @param imageSize pixels of a side; 0 for what is usual for the data set
 * @param validation share of the training images that is held back to choose the best epoch; 0 for none
 * @param augmentation beyond the data set's own
 */
public record DataPlan(int imageSize, double validation, Augmentation augmentation) {
    /** All images of their own size, no further augmentation. */
    public static final DataPlan USUAL = new DataPlan(0, 0, Augmentation.NONE);

    /** @throws IllegalArgumentException if the share is out of range */
    public DataPlan {
        if (!(validation >= 0 && validation < 1)) {
            throw new IllegalArgumentException("validation " + validation + " must be at least 0 and below 1");
        }
    }
}
