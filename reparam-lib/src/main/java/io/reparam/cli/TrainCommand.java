package io.reparam.cli;

import io.reparam.data.Cifar10;
import io.reparam.train.CheckpointStore;
import io.reparam.train.EpochResult;
import io.reparam.train.RunRecord;
import io.reparam.train.TrainingListener;
import io.reparam.train.TrainingPlan;
import io.reparam.train.TrainingRun;
import io.reparam.train.block.AttentionMode;
import io.reparam.train.block.AttentionModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
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
        footerHeading = "%nExamples:%n",
        footer = {
            "  reparam train --data cifar10 --mode asr --epochs 12 --out runs/asr",
            "  reparam train --data cifar10 --mode asr --epochs 12 --out runs/asr --resume",
            "",
            "The test accuracy of the last epoch is the result; no epoch is chosen on the test set."
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
            description =
                    "Bottleneck ResNet of depth 9n+2, such as resnet20, resnet29, resnet164. Default: ${DEFAULT-VALUE}.")
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
        PrintWriter print = spec.commandLine().getOut();
        Cifar10 images = Cifar10.read(data);
        print.printf(
                "%s: %,d training and %,d test images, SHA-256 %s%n",
                data, images.training().size(), images.test().size(), images.fingerprint());
        try (Progress progress = new Progress(print)) {
            TrainingRun run = new TrainingRun(plan(), images, checkpoints, progress);
            RunRecord record = StopOnSignal.run(run);
            EpochResult last = record.epochs().get(record.epochs().size() - 1);
            print.printf("test accuracy %.2f %% after the last epoch; run in %s%n", 100 * last.testAccuracy(), out);
        }
        return 0;
    }

    private TrainingPlan plan() {
        try {
            return new TrainingPlan(
                    architecture,
                    attention,
                    mode,
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

    /** A bar on standard error and a line an epoch on standard output. */
    private static final class Progress implements TrainingListener, AutoCloseable {
        private final PrintWriter print;
        private final ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("train")
                .setUnit(" steps", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1000)
                .build();

        Progress(PrintWriter print) {
            this.print = print;
        }

        @Override
        public void onStep(int done, int total, float loss) {
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(String.format(" loss %.3f", loss));
        }

        @Override
        public void onEpoch(EpochResult e) {
            print.printf(
                    "epoch %d: loss %.4f, train %.2f %%, test %.2f %%, %.0f s, %.0f images/s%n",
                    e.epoch(),
                    e.trainLoss(),
                    100 * e.trainAccuracy(),
                    100 * e.testAccuracy(),
                    e.seconds(),
                    e.imagesPerSecond());
            print.flush();
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
