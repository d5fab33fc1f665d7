package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.Sha256;
import io.reparam.image.PreprocessSpec;

/**
 * Labelled images to learn from and to be measured on.
 *
 * @param name of the format, or the directory's
 * @param training all training images
 * @param test all test images, with the same labels
 * @param fingerprint of every byte that was read, or that will be
 * @param preprocess what happens to an image before a net sees it, except while training
 * @param transform how a training image is varied
 */
public record DataSet(
        String name,
        ImageSet training,
        ImageSet test,
        Sha256 fingerprint,
        PreprocessSpec preprocess,
        ImageTransform transform) {

    /** @throws IllegalArgumentException if the two halves have other labels */
    public DataSet {
        if (!training.labels().equals(test.labels())) {
            throw new IllegalArgumentException("training and test images have other classes: "
                    + training.labels().names() + " and " + test.labels().names());
        }
    }

    public LabelSet labels() {
        return test.labels();
    }

    /** What a training image is prepared with once it was varied: all of it is used. */
    public PreprocessSpec trainingPreprocess() {
        return preprocess.withoutMargin();
    }
}
