package io.reparam.train;

/**
 * What an epoch came to.
 *
 * @param epoch from 1
 * @param learningRate of its last step
 * @param trainLoss mean cross-entropy over its batches, augmented images
 * @param trainAccuracy top-1 over its batches, 0 to 1
 * @param testAccuracy top-1 on the whole test set after it, 0 to 1
 * @param seconds of training alone
 * @param imagesPerSecond of training alone
 */
public record EpochResult(
        int epoch,
        float learningRate,
        double trainLoss,
        double trainAccuracy,
        double testAccuracy,
        double seconds,
        double imagesPerSecond) {}
