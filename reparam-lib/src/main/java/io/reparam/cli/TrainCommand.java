package io.reparam.cli;

import io.reparam.data.DataSet;
import io.reparam.data.DataSets;
import io.reparam.train.CheckpointStore;
import io.reparam.train.ComputeDevice;
import io.reparam.train.RunRecord;
import io.reparam.train.TestResult;
import io.reparam.train.TrainingMachine;
import io.reparam.train.TrainingPlan;
import io.reparam.train.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reparam train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a net, with a checkpoint after every epoch; Ctrl-C saves, too.",
        footer = {
            "",
            "The net that counts is the last epoch's, or with --validation the best on the images held back. The test",
            "images are looked at once, at the end. RUN_DIR gets checkpoint.bin, run.json, log.jsonl and curves.svg.",
            "",
            "Examples:",
            "  reparam train --data cifar10 --mode asr --epochs 12 --out runs/asr",
            "  reparam train --data cifar10 --mode asr --epochs 12 --out runs/asr --resume",
            "  # eight epochs more:",
            "  reparam train --data cifar10 --mode asr --epochs 20 --out runs/asr --resume",
            "  reparam train --data cifar10 --mode asr --epochs 2 --learning-rate 0.01 --from runs/se --out runs/asr-of-se",
            "  reparam train --data photos --arch mobilenetv3-small --attention se_hard --mode attention --out runs/photos"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:trained",
            "1:the run was stopped, diverged, ran out of memory, or does not fit the checkpoint",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error",
            "130:stopped by Ctrl-C, and saved (143: by SIGTERM)"
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions data;

    @Mixin
    private NetOptions net;

    @Mixin
    private RecipeOptions recipe;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "RUN_DIR",
            description = "Where the checkpoint, the log and the curves go.")
    private Path out;

    @Option(
            names = "--resume",
            description =
                    "Goes on from the checkpoint in RUN_DIR, if there is one; with more --epochs it extends the run.")
    private boolean resume;

    @Option(
            names = "--from",
            paramLabel = "RUN_DIR",
            description = "Starts from this run's net. ASR from attention: psi is set so that v is the gates' mean.")
    private String from;

    @Option(
            names = "--asr-from",
            paramLabel = "EPOCH",
            description = "With --mode asr: ordinary attention up to this epoch's end; then psi is set so that v is the"
                    + " gates' mean, and the rest is ASR.")
    private @Nullable Integer asrFrom;

    @Option(names = "--keep-checkpoints", description = "Keeps the net after each epoch, for 'observe'.")
    private boolean keepCheckpoints;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "cpu, cuda or cuda:NUMBER. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--loader-threads",
            defaultValue = "1",
            description =
                    "Threads that prepare images ahead; raise it where 'waited' is not 0. Default: ${DEFAULT-VALUE}.")
    private int loaderThreads;

    @Override
    public Integer call() throws IOException {
        CheckpointStore checkpoints = new CheckpointStore(out, keepCheckpoints);
        if (checkpoints.exists() && !resume) {
            throw new ParameterException(
                    spec.commandLine(), "'" + out + "' holds a checkpoint; add --resume or choose another --out");
        }
        PrintWriter print = spec.commandLine().getOut();
        try (Progress progress = new Progress("train")) {
            TrainingRun run = prepared(checkpoints, new TrainingReport(progress, print));
            RunRecord record = StopOnSignal.run(run, spec.commandLine().getErr());
            TestResult test = Objects.requireNonNull(record.test());
            print.printf(
                    Locale.ROOT,
                    "test accuracy %.2f %% of epoch %d's net; run in %s%n",
                    100 * test.accuracy(),
                    test.epoch(),
                    out);
        }
        return ExitCode.OK;
    }

    private TrainingRun prepared(CheckpointStore checkpoints, TrainingReport report) throws IOException {
        try {
            TrainingPlan plan = new TrainingPlan(net.plan(), recipe.recipe(), data.plan(), from, asrFrom);
            TrainingMachine machine = new TrainingMachine(ComputeDevice.named(device), loaderThreads);
            DataSet images = DataSets.read(
                    data.directory(), plan.data().imageSize(), plan.data().fit());
            report.onData(images);
            return new TrainingRun(plan, images, checkpoints, machine, report);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
