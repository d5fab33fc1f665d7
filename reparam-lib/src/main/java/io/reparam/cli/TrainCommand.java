package io.reparam.cli;

import io.reparam.data.Cifar10;
import io.reparam.train.CheckpointStore;
import io.reparam.train.EpochResult;
import io.reparam.train.NetPlan;
import io.reparam.train.RunRecord;
import io.reparam.train.TrainingListener;
import io.reparam.train.TrainingPlan;
import io.reparam.train.TrainingRun;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reparam train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a net on CIFAR-10, with a checkpoint after every epoch.",
        footer = {
            "",
            "The test accuracy of the last epoch is the result; no epoch is chosen on the test set.",
            "",
            "Examples:",
            "  reparam train --data cifar10 --mode asr --epochs 12 --out runs/asr",
            "  reparam train --data cifar10 --mode asr --epochs 12 --out runs/asr --resume"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:trained",
            "1:the run was stopped, diverged, or does not fit the checkpoint",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Directory of data_batch_1.bin to data_batch_5.bin and test_batch.bin.")
    private Path data;

    @Option(
            names = "--arch",
            defaultValue = "resnet29",
            completionCandidates = ArchitectureNames.class,
            description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String architecture;

    @Option(
            names = "--attention",
            defaultValue = "se",
            description = "Attention module: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private AttentionModule attention;

    @Option(
            names = "--mode",
            defaultValue = "asr",
            description =
                    "plain: no attention. attention: the ordinary, input-dependent module. asr: the module looks at a"
                            + " learned vector and folds away. both: asr, then attention. Default: ${DEFAULT-VALUE}.")
    private AttentionMode mode;

    @Option(
            names = "--asr-count",
            defaultValue = "1",
            description = "ASR modules at a place; their vectors multiply. Default: ${DEFAULT-VALUE}.")
    private int asrCount;

    @Option(
            names = "--psi-init",
            defaultValue = "0.1",
            description = "What the learned vector starts at; not 0. Default: ${DEFAULT-VALUE}.")
    private float psiInit;

    @Option(
            names = "--width",
            defaultValue = "1",
            description = "Factor on the channels of every layer. Default: ${DEFAULT-VALUE}.")
    private double width;

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

    @Option(names = "--momentum", defaultValue = "0.9", description = "Default: ${DEFAULT-VALUE}.")
    private float momentum;

    @Option(
            names = "--weight-decay",
            defaultValue = "5e-4",
            description = "On every parameter. 5e-4 suits short runs, 1e-4 the 164 epochs of the paper. Default:"
                    + " ${DEFAULT-VALUE}.")
    private float weightDecay;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "RUN_DIR",
            description = "Where the checkpoint and run.json go.")
    private Path out;

    @Option(names = "--resume", description = "Goes on from the checkpoint in RUN_DIR, if there is one.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        CheckpointStore checkpoints = new CheckpointStore(out);
        if (checkpoints.exists() && !resume) {
            throw new ParameterException(
                    spec.commandLine(), "'" + out + "' holds a checkpoint; add --resume or choose another --out");
        }
        TrainingPlan plan = plan();
        PrintWriter print = spec.commandLine().getOut();
        Cifar10 images = Cifar10.read(data);
        print.printf(
                Locale.ROOT,
                "%s: %,d training and %,d test images, SHA-256 %s%n",
                data,
                images.training().size(),
                images.test().size(),
                images.fingerprint());
        print.flush();
        try (Progress progress = new Progress("train")) {
            RunRecord record = StopOnSignal.run(
                    run(plan, images, checkpoints, new Listener(progress, print)),
                    spec.commandLine().getErr());
            EpochResult last = record.epochs().get(record.epochs().size() - 1);
            print.printf(
                    Locale.ROOT,
                    "test accuracy %.2f %% after the last epoch; run in %s%n",
                    100 * last.testAccuracy(),
                    out);
        }
        return ExitCode.OK;
    }

    private TrainingRun run(TrainingPlan plan, Cifar10 images, CheckpointStore checkpoints, TrainingListener listener) {
        try {
            return new TrainingRun(plan, images, checkpoints, listener);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private TrainingPlan plan() {
        try {
            return new TrainingPlan(
                    new NetPlan(architecture, width, attention, mode, asrCount, psiInit),
                    epochs,
                    maxSteps,
                    batch,
                    seed,
                    learningRate,
                    warmupEpochs,
                    momentum,
                    weightDecay);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** A bar on stderr and a line an epoch on stdout. */
    private record Listener(Progress progress, PrintWriter print) implements TrainingListener {
        @Override
        public void onStep(int done, int total, float loss) {
            progress.at((double) done / total, String.format(Locale.ROOT, " loss %.3f", loss));
        }

        @Override
        public void onEpoch(EpochResult e) {
            print.printf(
                    Locale.ROOT,
                    "epoch %d: loss %.4f, train %.2f %%, test %.2f %%, %.0f s, %.0f images/s%n",
                    e.epoch(),
                    e.trainLoss(),
                    100 * e.trainAccuracy(),
                    100 * e.testAccuracy(),
                    e.seconds(),
                    e.imagesPerSecond());
            print.flush();
        }
    }
}
