package io.reparam.train;

/**
 * Everything that decides what a run computes: the same plan on the same data, machine and thread count gives the same net.
 *
 * @param net which net
 * @param epochs every training image once each
 * @param maxSteps end after this many batches, for trials; 0 for all epochs
 * @param batch images a step
 * @param seed of initialisation, order and augmentation
 * @param learningRate peak, reached after the warm-up
 * @param warmupEpochs over which the rate rises in a line
 * @param momentum of SGD
 * @param weightDecay on every parameter, psi and the attention module included
 */
public record TrainingPlan(
        NetPlan net,
        int epochs,
        int maxSteps,
        int batch,
        long seed,
        float learningRate,
        float warmupEpochs,
        float momentum,
        float weightDecay) {

    /** @throws IllegalArgumentException if a number is out of range */
    public TrainingPlan {
        require(epochs >= 1, "epochs", epochs, "1 or more");
        require(maxSteps >= 0, "max-steps", maxSteps, "0 or more");
        require(batch >= 2, "batch", batch, "2 or more: batch normalization needs two images");
        require(learningRate > 0 && learningRate < 10, "learning-rate", learningRate, "above 0 and below 10");
        require(warmupEpochs >= 0 && warmupEpochs <= epochs, "warmup-epochs", warmupEpochs, "between 0 and epochs");
        require(momentum >= 0 && momentum < 1, "momentum", momentum, "at least 0 and below 1");
        require(weightDecay >= 0 && weightDecay < 1, "weight-decay", weightDecay, "at least 0 and below 1");
    }

    /** The rate of a step, counted from 0: linear warm-up, then half a cosine to 0. */
    float learningRateAt(int step, int totalSteps, int stepsPerEpoch) {
        float warmup = Math.min(warmupEpochs * stepsPerEpoch, totalSteps);
        if (step < warmup) {
            return learningRate * (step + 1) / warmup;
        }
        double progress = (step - warmup) / Math.max(1, totalSteps - warmup);
        return (float) (learningRate * 0.5 * (1 + Math.cos(Math.PI * progress)));
    }

    private static void require(boolean holds, String name, Number value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " " + value + " must be " + range);
        }
    }
}
