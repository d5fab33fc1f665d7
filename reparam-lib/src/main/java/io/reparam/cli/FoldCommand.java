package io.reparam.cli;

import io.reparam.evaluate.OrtEvaluator;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldResult;
import io.reparam.fold.FoldRule;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
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

/** {@code reparam fold}. */
@Command(
        name = "fold",
        mixinStandardHelpOptions = true,
        description = {
            "Folds constant attention, batch normalization and other constant parts of an ONNX model into its weights.",
            "The folded model computes the same numbers up to rounding; what cannot be folded exactly is named and left."
        },
        footer = {
            "",
            "Examples:",
            "  reparam fold resnet.onnx -o resnet-folded.onnx",
            "  reparam fold resnet.onnx -o resnet-folded.onnx --json report.json --force",
            "  reparam fold resnet.onnx --explain --skip BatchNormIntoConv"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the folded model is written, or explained",
            "2:the command line is wrong, or would overwrite a file",
            "3:the model is missing or no ONNX model, or the result cannot be written",
            "4:unexpected error"
        })
final class FoldCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "IN.onnx", description = "The model to fold; it is not changed.")
    private Path input;

    @Option(
            names = "-o",
            paramLabel = "OUT.onnx",
            description = "Where the folded model goes; needed without --explain.")
    private @Nullable Path output;

    @Option(names = "--json", paramLabel = "REPORT", description = "Also write the report as JSON.")
    private @Nullable Path json;

    @Option(names = "--force", description = "Overwrite OUT.onnx if it exists; never IN.onnx.")
    private boolean force;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "RULE",
            description = "Only these rules, named as in the report; dead code goes in any case.")
    private List<String> only = List.of();

    @Option(names = "--skip", split = ",", paramLabel = "RULE", description = "All rules but these.")
    private List<String> skip = List.of();

    @Option(
            names = "--explain",
            description =
                    "Write nothing; print which rule fires or refuses where, and why. -o and --json are not used.")
    private boolean explain;

    @Override
    public Integer call() throws IOException {
        FoldPipeline pipeline = new FoldPipeline(rules(), OrtEvaluator.afterReference());
        ModelFile model = ModelFile.read(input);
        if (explain) {
            spec.commandLine()
                    .getOut()
                    .println(pipeline.run(model.graph()).report().explanation());
            return ExitCode.OK;
        }
        Path target = target();
        FoldResult result = pipeline.run(model.graph());
        OnnxFile.write(result.graph(), target);
        JsonFile.write(json, result.report());
        spec.commandLine().getOut().println(result.report().text());
        return ExitCode.OK;
    }

    private List<FoldRule> rules() {
        try {
            return FoldRules.selected(only, skip);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Path target() throws IOException {
        if (output == null) {
            throw new ParameterException(spec.commandLine(), "-o OUT.onnx is missing; only --explain does without");
        }
        if (Files.exists(output)) {
            if (Files.isSameFile(input, output)) {
                throw new ParameterException(
                        spec.commandLine(), "'" + output + "' is the input; choose another output");
            }
            if (!force) {
                throw new ParameterException(spec.commandLine(), "'" + output + "' exists; --force overwrites it");
            }
        }
        return output;
    }
}
