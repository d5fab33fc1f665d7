package io.reparam.cli;

import io.reparam.proof.Certificate;
import io.reparam.proof.FileFacts;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.EquivalenceReport;
import io.reparam.verify.RealImages;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Runs two ONNX models on the same inputs and says whether they compute the same: EQUIVALENT, DIFFERENT or",
            "UNDECIDED. Inputs and outputs may be of any type; what is not floating point must be the same. Where rounding",
            "adds up beyond the tolerance, the models are compared part by part, between tensors that both have.",
            "The original runs without ONNX Runtime's own optimizations."
        },
        footer = {
            "",
            "Examples:",
            "  reparam verify resnet.onnx resnet-folded.onnx",
            "  reparam verify resnet.onnx resnet-folded.onnx --images cifar-10-batches-bin --count 1000 --json report.json",
            "  reparam verify recogniser.onnx folded.onnx --shape x=1,3,48,320",
            "  reparam verify detector.onnx folded.onnx --images pages --size 640x640 --fit stretch --channels bgr"
                    + " --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the models are equivalent within the tolerance",
            "1:they are not, or their inputs or outputs differ",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error",
            "5:undecided: random numbers, nothing to run the models on, rounding as large, or no time; the report says which"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A.onnx", description = "The original.")
    private Path original;

    @Parameters(index = "1", paramLabel = "B.onnx", description = "The candidate.")
    private Path candidate;

    @Mixin
    private CheckOptions options;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "64",
            description = "Random images, and at most as many real ones; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Also write, as JSON, which files were compared, where, how and with which result.")
    private @Nullable Path certificate;

    @Mixin
    private OutputFiles outputs;

    @Override
    public Integer call() throws IOException {
        outputs.and(json).and(certificate).require(Arrays.asList(original, candidate, options.images()));
        CheckPlan plan = options.plan(count);
        ModelFile a = ModelFile.read(original);
        ModelFile b = ModelFile.read(candidate);
        Tolerance allowed = options.tolerance(a);
        RealImages real = options.real(a);
        EquivalenceReport report;
        try (Progress progress = new Progress("verify")) {
            EquivalenceCheck check =
                    new EquivalenceCheck(allowed, plan, (done, total) -> progress.at((double) done / total));
            report = check.run(a.path(), b.path(), real);
        }
        JsonFile.write(json, report);
        JsonFile.write(
                certificate,
                Certificate.of(
                        new Certificate.Origin(Version.tool(), Instant.now()),
                        FileFacts.of(original, original),
                        FileFacts.of(candidate, candidate),
                        Map.of(),
                        report));
        spec.commandLine().getOut().println(report.text());
        return ExitCode.of(report.verdict());
    }
}
