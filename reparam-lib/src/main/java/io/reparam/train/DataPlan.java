package io.reparam.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.reparam.data.Augmentation;
import io.reparam.data.ImageSize;
import io.reparam.image.Fit;
import org.jspecify.annotations.Nullable;

/**
 * What a net learns from.
 *
 * @param imageSize that the net sees
 * @param fit how an image becomes that; null means {@link Fit#CROP}, so that what was written before there was a choice is read
 * @param validation share of the training images that is held back to choose the best epoch; 0 for none
 * @param augmentation beyond the data set's own
 */
public record DataPlan(ImageSize imageSize, Fit fit, double validation, Augmentation augmentation) {
    /** All images of their own size, no further augmentation. */
    public static final DataPlan USUAL = new DataPlan(ImageSize.USUAL, Fit.CROP, 0, Augmentation.NONE);

    /** @throws IllegalArgumentException if the share is out of range */
    @JsonCreator
    public DataPlan(ImageSize imageSize, @Nullable Fit fit, double validation, Augmentation augmentation) {
        this.imageSize = imageSize;
        this.fit = fit == null ? Fit.CROP : fit;
        this.validation = validation;
        this.augmentation = augmentation;
        if (!(validation >= 0 && validation < 1)) {
            throw new IllegalArgumentException("validation " + validation + " must be at least 0 and below 1");
        }
    }
}
