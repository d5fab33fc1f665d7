package io.reparam.cli;

import io.reparam.artifact.ModelCard;
import io.reparam.data.ImageSet;
import io.reparam.verify.Accuracy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Counts how often an ONNX model is right on labelled images, preprocessed as its card says.",
        footer = {"", "Example:", "  reparam evaluate folded.onnx --images cifar10"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL.onnx", description = "A model written by export or fold.")
    private Path model;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "PATH",
            description = "A CIFAR-10 binary file, or a directory with test_batch.bin.")
    private Path images;

    @Option(names = "--threads", defaultValue = "1", description = "Of ONNX Runtime; default ${DEFAULT-VALUE}.")
    private int threads;

    @Override
    public Integer call() throws IOException {
        ModelFile file = ModelFile.read(model);
        ModelCard card = file.card()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "'" + model + "' has no model card; it must come from export or fold"));
        ImageSet set = TestImages.read(images);
        Accuracy accuracy;
        try (Progress progress = new Progress("evaluate")) {
            accuracy = Accuracy.of(
                    file.bytes(),
                    card.labels().size(),
                    card.preprocess(),
                    TestImages.labelled(set),
                    threads,
                    done -> progress.at((double) done / set.size()));
        }
        spec.commandLine().getOut().println(accuracy.text());
        return ExitCode.OK;
    }
}
