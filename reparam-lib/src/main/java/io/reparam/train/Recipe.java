package io.reparam.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a net is trained.
 *
 * @param epochs every training image once each
 * @param maxSteps end after this many batches, for trials; 0 for all epochs
 * @param batch images a step
 * @param seed of initialisation, validation split, order and augmentation
 * @param learningRate peak, reached after the warm-up
 * @param warmupEpochs over which the rate rises in a line
 * @param milestones epochs after which the rate is a tenth of what it was; empty for half a cosine to 0
 * @param optimizer that a step follows; null means SGD, so that what was written before there was a choice is read
 * @param momentum of SGD; of ADAMW, the share of the mean gradient that a step keeps
 * @param weightDecay on every parameter, psi and the attention module included
 * @param precision of a step's convolutions and matrix products
 * @param noise in batch normalization; null means none, so that what was written before there was a choice is read
 */
public record Recipe(
        int epochs,
        int maxSteps,
        int batch,
        long seed,
        float learningRate,
        float warmupEpochs,
        List<Integer> milestones,
        OptimizerKind optimizer,
        float momentum,
        float weightDecay,
        Precision precision,
        BatchNoise noise) {

    /** @throws IllegalArgumentException if a number is out of range */
    @JsonCreator
    public Recipe(
            int epochs,
            int maxSteps,
            int batch,
            long seed,
            float learningRate,
            float warmupEpochs,
            List<Integer> milestones,
            @Nullable OptimizerKind optimizer,
            float momentum,
            float weightDecay,
            Precision precision,
            @Nullable BatchNoise noise) {
        this.epochs = epochs;
        this.maxSteps = maxSteps;
        this.batch = batch;
        this.seed = seed;
        this.learningRate = learningRate;
        this.warmupEpochs = warmupEpochs;
        this.milestones = List.copyOf(milestones);
        this.optimizer = optimizer == null ? OptimizerKind.SGD : optimizer;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.precision = Objects.requireNonNull(precision, "precision");
        this.noise = noise == null ? BatchNoise.NONE : noise;
        require(epochs >= 1, "epochs", epochs, "1 or more");
        require(maxSteps >= 0, "max-steps", maxSteps, "0 or more");
        require(batch >= 2, "batch", batch, "2 or more: batch normalization needs two images");
        require(learningRate > 0 && learningRate < 10, "learning-rate", learningRate, "above 0 and below 10");
        require(warmupEpochs >= 0 && warmupEpochs <= epochs, "warmup-epochs", warmupEpochs, "between 0 and epochs");
        require(momentum >= 0 && momentum < 1, "momentum", momentum, "at least 0 and below 1");
        require(weightDecay >= 0 && weightDecay < 1, "weight-decay", weightDecay, "at least 0 and below 1");
        int before = 0;
        for (int milestone : milestones) {
            require(milestone > before && milestone < epochs, "milestone", milestone, "rising and below epochs");
            before = milestone;
        }
    }

    /** By SGD, without noise. */
    public Recipe(
            int epochs,
            int maxSteps,
            int batch,
            long seed,
            float learningRate,
            float warmupEpochs,
            List<Integer> milestones,
            float momentum,
            float weightDecay,
            Precision precision) {
        this(
                epochs,
                maxSteps,
                batch,
                seed,
                learningRate,
                warmupEpochs,
                milestones,
                OptimizerKind.SGD,
                momentum,
                weightDecay,
                precision,
                BatchNoise.NONE);
    }

    /** This recipe with other noise. */
    public Recipe with(BatchNoise other) {
        return new Recipe(
                epochs,
                maxSteps,
                batch,
                seed,
                learningRate,
                warmupEpochs,
                milestones,
                optimizer,
                momentum,
                weightDecay,
                precision,
                other);
    }

    /** This recipe with another end. */
    Recipe ending(int lastEpoch, int lastStep) {
        return new Recipe(
                lastEpoch,
                lastStep,
                batch,
                seed,
                learningRate,
                warmupEpochs,
                milestones,
                optimizer,
                momentum,
                weightDecay,
                precision,
                noise);
    }

    /** The rate of a step, counted from 0. */
    float learningRateAt(int step, int totalSteps, int stepsPerEpoch) {
        float warmup = Math.min(warmupEpochs * stepsPerEpoch, totalSteps);
        if (step < warmup) {
            return learningRate * (step + 1) / warmup;
        }
        if (!milestones.isEmpty()) {
            int epoch = step / stepsPerEpoch;
            long passed =
                    milestones.stream().filter(milestone -> epoch >= milestone).count();
            return (float) (learningRate * Math.pow(0.1, passed));
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
