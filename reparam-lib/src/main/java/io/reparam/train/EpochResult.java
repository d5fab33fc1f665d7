package io.reparam.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch came to.
 *
 * @param epoch from 1
 * @param learningRate of its last step
 * @param trainLoss mean cross-entropy over its batches, augmented images
 * @param trainAccuracy top-1 over its batches, 0 to 1
 * @param validationLoss mean cross-entropy on the validation images; null if there are none
 * @param validationAccuracy top-1 on the validation images, 0 to 1; null if there are none
 * @param seconds of training alone
 * @param imagesPerSecond of training alone
 * @param waitedSeconds of these, how long the training waited for images
 * @param residentMegabytes of the process at its end; 0 where the system does not tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EpochResult(
        int epoch,
        float learningRate,
        double trainLoss,
        double trainAccuracy,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        double seconds,
        double imagesPerSecond,
        double waitedSeconds,
        long residentMegabytes) {}
