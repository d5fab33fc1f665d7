package io.reparam.cli;

import io.reparam.train.BatchNoise;
import io.reparam.train.OptimizerKind;
import io.reparam.train.Precision;
import io.reparam.train.Recipe;
import java.util.List;
import picocli.CommandLine.Option;

/** How a net is trained: options of {@code train}. */
final class RecipeOptions {
    @Option(names = "--epochs", defaultValue = "12", description = "Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--max-steps",
            defaultValue = "0",
            description = "Ends after this many batches; 0: no limit. Default: ${DEFAULT-VALUE}.")
    private int maxSteps;

    @Option(names = "--batch", defaultValue = "128", description = "Images a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--learning-rate",
            defaultValue = "0.1",
            description = "Peak; a linear warm-up leads to it, half a cosine away from it. Default: ${DEFAULT-VALUE}.")
    private float learningRate;

    @Option(names = "--warmup-epochs", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private float warmupEpochs;

    @Option(
            names = "--milestones",
            split = ",",
            paramLabel = "EPOCH",
            description =
                    "A tenth of the rate after each of these epochs instead of the cosine; 81,122 of 164 in the paper.")
    private List<Integer> milestones = List.of();

    @Option(
            names = "--optimizer",
            defaultValue = "sgd",
            description = "sgd; or adamw, by which also weights of small gradients move, such as those of gates: with"
                    + " --learning-rate 0.002 or so. Default: ${DEFAULT-VALUE}.")
    private OptimizerKind optimizer;

    @Option(names = "--momentum", defaultValue = "0.9", description = "Default: ${DEFAULT-VALUE}.")
    private float momentum;

    @Option(
            names = "--weight-decay",
            defaultValue = "5e-4",
            description = "On every parameter. 5e-4 suits short runs, 1e-4 the 164 epochs of the paper. Default:"
                    + " ${DEFAULT-VALUE}.")
    private float weightDecay;

    @Option(
            names = "--precision",
            defaultValue = "float32",
            description =
                    "float32; or bfloat16 for convolutions and matrix products of a step, for GPUs and for processors"
                            + " with AVX512-BF16 or AMX. Default: ${DEFAULT-VALUE}.")
    private Precision precision;

    @Option(
            names = "--noise",
            defaultValue = "none",
            paramLabel = "A,B",
            description = "Every batch normalization gives A BN(x) + B while training, such as 0.8,0.5; ranges such as"
                    + " 0.5..1.5,-0.5..0.5 are drawn from for each layer and batch. Default: ${DEFAULT-VALUE}.")
    private String noise;

    /** @throws IllegalArgumentException if a number is out of range */
    Recipe recipe() {
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
                BatchNoise.of(noise));
    }
}
