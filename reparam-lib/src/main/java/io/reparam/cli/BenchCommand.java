package io.reparam.cli;

import io.reparam.artifact.BundledModel;
import io.reparam.bench.BenchPlan;
import io.reparam.bench.BenchReport;
import io.reparam.bench.LatencyBench;
import io.reparam.ort.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Times two ONNX models side by side in one process, in rounds of random order.",
            "The report says on which machine, and how sure the ratio of the medians is."
        },
        footer = {
            "",
            "Examples:",
            "  reparam bench resnet.onnx resnet-folded.onnx",
            "  reparam bench resnet.onnx resnet-folded.onnx --batch 32 --threads 2 --seconds 60 --json bench.json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class BenchCommand implements Callable<Integer> {
    /** Of images, where nothing says what the model takes. */
    private static final int USUAL_SIDE = 224;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "A",
            description =
                    "The baseline: an ONNX file, or a directory that bundle wrote, of which the default variant is taken.")
    private Path baseline;

    @Parameters(index = "1", paramLabel = "B", description = "The candidate, likewise.")
    private Path candidate;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1", description = "Images a run; default 1.")
    private int batch;

    @Mixin
    private PixelOptions pixels;

    @Option(names = "--threads", paramLabel = "T", defaultValue = "1", description = "Of ONNX Runtime; default 1.")
    private int threads;

    @Option(
            names = "--provider",
            defaultValue = "cpu",
            description = "cpu or cuda, which needs a jar built with -Pcuda. Default: ${DEFAULT-VALUE}.")
    private Provider provider;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "To measure for, warm-up included; default 10.")
    private double seconds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the images and of the order; default 1.")
    private long seed;

    @Option(
            names = "--no-optimize",
            description = "Switch ONNX Runtime's own graph optimizations off, which no service does.")
    private boolean asWritten;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report as JSON.")
    private @Nullable Path json;

    @Mixin
    private OutputFiles outputs;

    @Override
    public Integer call() throws IOException {
        Path first = net(baseline);
        Path second = net(candidate);
        outputs.and(json).require(List.of(first, second));
        ModelFile a = ModelFile.read(first);
        ModelFile b = ModelFile.read(second);
        List<Integer> known = pixels.knownSize(a);
        BenchPlan plan;
        try {
            plan = new BenchPlan(
                    batch, known.isEmpty() ? List.of(USUAL_SIDE) : known, threads, seconds, seed, !asWritten, provider);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        BenchReport report;
        try (Progress progress = new Progress("bench")) {
            report = new LatencyBench(plan, progress::at).run(a.bytes(), b.bytes());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        JsonFile.write(json, report);
        spec.commandLine().getOut().println(report.text());
        return ExitCode.OK;
    }

    private static Path net(Path named) throws IOException {
        return Files.isDirectory(named) ? BundledModel.open(named, null).onnx() : named;
    }
}
