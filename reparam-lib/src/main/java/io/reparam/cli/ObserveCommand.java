package io.reparam.cli;

import io.reparam.data.DataSets;
import io.reparam.train.CheckpointStore;
import io.reparam.train.StripeReport;
import io.reparam.train.Stripes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam observe}. */
@Command(
        name = "observe",
        mixinStandardHelpOptions = true,
        description =
                "Shows how much the attention values of a trained net differ from image to image: heat maps, deviations.",
        footer = {
            "",
            "DIR gets a heat map (samples x channels) a place, all of them side by side in stripes.png (for 'bundle --stripes'),",
            "deviation-by-place.png and .svg, and stripes.json. With nets",
            "that 'train --keep-checkpoints' has kept, the lines show how the deviations change over the epochs, and",
            "stripes-by-epoch.png the first, the middle and the last place, one epoch below the other.",
            "",
            "Example:",
            "  reparam observe runs/se --data cifar10 -o stripes"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "1:the net has no attention that depends on the image",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class ObserveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN_DIR", description = "The --out directory of a training run.")
    private Path run;

    @Option(names = "--data", required = true, paramLabel = "PATH", description = "Whose test images are looked at.")
    private Path data;

    @Option(
            names = "--images",
            defaultValue = "500",
            description = "How many, spread evenly. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Where the pictures go.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (images < 2) {
            throw new ParameterException(spec.commandLine(), "--images " + images + " must be 2 or more");
        }
        StripeReport report = StripeReport.of(new CheckpointStore(run), DataSets.test(data), images, 1);
        report.write(out);
        for (Stripes place : report.places()) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s: %d channels, mean deviation %.4f, %.4f of the variance between channels%n",
                            place.path(),
                            place.means().length,
                            place.meanDeviation(),
                            place.clarity());
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%d images, %.4f of the variance between channels in the mean over the places (1: each gate is a"
                                + " constant); pictures in %s%n",
                        report.images(),
                        report.meanClarity(),
                        out);
        return ExitCode.OK;
    }
}
