package io.reparam.cli;

import io.reparam.export.OnnxExporter;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.train.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a trained net as ONNX, with its attention branch as it was trained.",
            "With --arch instead of RUN_DIR, writes a net as it is before training: to count nodes, to fold, to time."
        },
        footer = {
            "",
            "Examples:",
            "  reparam export runs/asr -o asr.onnx",
            "  reparam export --arch resnet164 --attention eca --mode asr --classes 100 --random-statistics -o eca.onnx"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RUN_DIR", description = "The --out directory of a training run.")
    private @Nullable Path run;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.onnx",
            description = "File to write.")
    private Path out;

    @Mixin
    private OutputFiles outputs;

    @Mixin
    private UntrainedOptions untrained;

    @Override
    public Integer call() throws IOException {
        outputs.and(out).require(inputs());
        Graph graph = run == null ? untrained() : trained(run);
        OnnxFile.write(graph, out);
        spec.commandLine().getOut().printf("%s: %d nodes%n", out, graph.nodes().size());
        return ExitCode.OK;
    }

    private List<Path> inputs() throws IOException {
        if (run == null || !Files.isDirectory(run)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run)) {
            return files.toList();
        }
    }

    private Graph trained(Path directory) throws IOException {
        List<String> needless = given();
        if (!needless.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + directory + "' says which net it is; leave " + String.join(", ", needless) + " away");
        }
        return OnnxExporter.export(new CheckpointStore(directory));
    }

    private Graph untrained() {
        if (!given().contains("--arch")) {
            throw new ParameterException(
                    spec.commandLine(), "name the RUN_DIR of a trained net, or --arch for one that is not trained");
        }
        try {
            return untrained.export();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Options of an untrained net that stand on the command line. */
    private List<String> given() {
        return Objects.requireNonNull(spec.mixins().get("untrained")).options().stream()
                .map(OptionSpec::longestName)
                .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                .toList();
    }
}
