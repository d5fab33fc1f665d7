package io.reparam.cli;

import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.EquivalenceReport;
import io.reparam.verify.RealImages;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Runs two ONNX models on the same images and says whether they compute the same.",
            "The original runs without ONNX Runtime's own optimizations."
        },
        footer = {
            "",
            "Examples:",
            "  reparam verify resnet.onnx resnet-folded.onnx",
            "  reparam verify resnet.onnx resnet-folded.onnx --images cifar-10-batches-bin --count 1000 --json report.json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the models are equivalent within the tolerance",
            "1:they are not, or their inputs or outputs differ",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A.onnx", description = "The original.")
    private Path original;

    @Parameters(index = "1", paramLabel = "B.onnx", description = "The candidate.")
    private Path candidate;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Also compare on these: a CIFAR-10 binary file, or a directory with test_batch.bin.")
    private @Nullable Path images;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "64",
            description = "Random images, and at most as many real ones; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "1e-5",
            description =
                    "Largest max |difference| / max |reference|; default ${DEFAULT-VALUE}. Top-1 must be equal too.")
    private double tolerance;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the random images; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--size",
            paramLabel = "HxW",
            converter = Sizes.Converter.class,
            description =
                    "Height and width where the model leaves them free, for models that take not every size; may be"
                            + " given several times. Default: 64x96, 96x128 and 128x64 in turn.")
    private List<Sizes> sizes = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        Tolerance allowed;
        CheckPlan plan;
        try {
            allowed = new Tolerance(tolerance, true);
            CheckPlan standard = CheckPlan.of(count, seed);
            plan = sizes.isEmpty()
                    ? standard
                    : standard.withSizes(sizes.stream().map(Sizes::values).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        ModelFile a = ModelFile.read(original);
        ModelFile b = ModelFile.read(candidate);
        RealImages real =
                images == null ? null : new RealImages(TestImages.unlabelled(TestImages.read(images)), a.preprocess());
        EquivalenceReport report;
        try (Progress progress = new Progress("verify")) {
            EquivalenceCheck check =
                    new EquivalenceCheck(allowed, plan, (done, total) -> progress.at((double) done / total));
            report = check.run(a.bytes(), b.bytes(), real);
        }
        JsonFile.write(json, report);
        spec.commandLine().getOut().println(report.text());
        return report.equivalent() ? ExitCode.OK : ExitCode.FAILED;
    }
}
