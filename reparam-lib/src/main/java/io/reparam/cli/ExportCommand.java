package io.reparam.cli;

import io.reparam.export.OnnxExporter;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.train.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a trained net as ONNX, with its attention branch as it was trained.",
        footer = {"", "Example:", "  reparam export runs/asr -o asr.onnx"},
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

    @Parameters(paramLabel = "RUN_DIR", description = "The --out directory of a training run.")
    private Path run;

    @Option(names = "-o", required = true, paramLabel = "FILE.onnx", description = "File to write.")
    private Path out;

    @Option(names = "--force", description = "Overwrite FILE.onnx if it exists.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(out) && !force) {
            throw new ParameterException(spec.commandLine(), "'" + out + "' exists; --force overwrites it");
        }
        Graph graph = OnnxExporter.export(new CheckpointStore(run));
        OnnxFile.write(graph, out);
        spec.commandLine().getOut().printf("%s: %d nodes%n", out, graph.nodes().size());
        return ExitCode.OK;
    }
}
