package io.reparam.cli;

import io.reparam.fold.FoldListener;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldReport;
import io.reparam.fold.FoldResult;
import io.reparam.fold.FoldRule;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.OrtModelException;
import io.reparam.ortfold.OrtEvaluator;
import io.reparam.proof.Certificate;
import io.reparam.proof.FoldRecord;
import io.reparam.proof.FoldTrace;
import io.reparam.proof.Proven;
import io.reparam.proof.ProvenFold;
import io.reparam.proof.TraceStep;
import io.reparam.proof.UnprovenException;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.RealImages;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "The folded model computes the same numbers up to rounding; what cannot be folded exactly is named and left.",
            "Before it gets its name it is compared with the original on random images, and once more with other",
            "BatchNormalization statistics; if it differs there is no output. A certificate is written beside it."
        },
        footer = {
            "",
            "Examples:",
            "  reparam fold resnet.onnx -o resnet-folded.onnx",
            "  reparam fold resnet.onnx -o resnet-folded.onnx --json report.json --force",
            "  reparam fold resnet.onnx -o resnet-folded.onnx --images cifar-10-batches-bin --count 100",
            "  reparam fold resnet50.onnx -o folded.onnx --images photos --count 100 --size 224x224"
                    + " --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225",
            "  reparam fold recogniser.onnx -o recogniser-folded.onnx --shape x=1,3,48,320",
            "  reparam fold resnet.onnx --explain --skip BatchNormIntoConv",
            "",
            "--verbose names every node that stays, with the reason."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the folded model is proved and written, or explained",
            "1:the folded model differs from the original; nothing is written",
            "2:the command line is wrong, or would overwrite a file",
            "3:the model is missing or no ONNX model, or the result cannot be written",
            "4:unexpected error",
            "5:nobody can tell whether the folded model is the same; nothing is written, and the report says why"
        })
final class FoldCommand implements Callable<Integer> {
    private static final int TRACED = 2; // images of --trace

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "IN.onnx", description = "The model to fold; it is not changed.")
    private Path input;

    @Mixin
    private FoldOutputs outputs;

    @Mixin
    private CheckOptions options;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "5",
            description = "Random images, and at most as many real ones; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--no-verify", description = "Write the folded model without comparing it; no certificate.")
    private boolean unverified;

    @Option(
            names = "--trace",
            description =
                    "After each fold, run the graph on two random images and print its distance from the original, as"
                            + " max |difference| / max |reference|. Slow: the model is loaded once a fold.")
    private boolean trace;

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
        if (explain) {
            print(pipeline.run(ModelFile.read(input).graph()).report().explanation());
            return ExitCode.OK;
        }
        if (unverified && trace) {
            throw new ParameterException(spec.commandLine(), "--trace is a proof in steps; leave --no-verify away");
        }
        CheckPlan plan = options.plan(count);
        ModelFile model = ModelFile.read(input);
        Path target = target();
        return unverified ? fold(pipeline, model, target) : foldWithProof(pipeline, model, target, plan);
    }

    private int fold(FoldPipeline pipeline, ModelFile model, Path target) throws IOException {
        FoldResult result = ProvenFold.fold(pipeline, model.graph(), input, FoldListener.NONE);
        OnnxFile.write(result.graph(), target);
        JsonFile.write(outputs.json(), new FoldRecord(true, result.report(), Optional.empty(), List.of()));
        tell(result.report(), model);
        print("written: " + target + ", not verified");
        return ExitCode.OK;
    }

    private int foldWithProof(FoldPipeline pipeline, ModelFile model, Path target, CheckPlan plan) throws IOException {
        Tolerance tolerance = options.tolerance(model);
        RealImages real = options.real(model);
        Path certificate = outputs.certificate(target);
        List<TraceStep> steps = new ArrayList<>();
        try (Progress progress = new Progress("verify")) {
            FoldListener listener = trace ? new FoldTrace(input, options.plan(TRACED), tell(steps)) : FoldListener.NONE;
            EquivalenceCheck check =
                    new EquivalenceCheck(tolerance, plan, (done, total) -> progress.at((double) done / total));
            Proven proven = new ProvenFold(pipeline, check)
                    .run(model.graph(), input, target, real, listener, (folded, original, candidate, proof) -> {
                        JsonFile.write(
                                certificate,
                                Certificate.of(
                                        new Certificate.Origin(Version.tool(), Instant.now()),
                                        original,
                                        candidate,
                                        folded.foldsByRule(),
                                        proof));
                    });
            JsonFile.write(outputs.json(), new FoldRecord(true, proven.report(), Optional.of(proven.proof()), steps));
            tell(proven.report(), model);
            print(proven.proof().text());
            print("written: " + target + ", certificate: " + certificate);
            return ExitCode.OK;
        } catch (UnprovenException e) {
            JsonFile.write(outputs.json(), new FoldRecord(false, e.folded(), Optional.of(e.proof()), steps));
            tell(e.folded(), model);
            print(e.proof().text());
            print("nothing written");
            return ExitCode.of(e.proof().verdict());
        } catch (OrtModelException e) {
            throw new OrtModelException(
                    "the fold cannot be proved: " + e.getMessage() + "; --no-verify folds without proof", e);
        }
    }

    private void tell(FoldReport report, ModelFile model) throws IOException {
        boolean verbose = ((ReparamCommand) spec.root().userObject()).verbose();
        print(verbose ? report.details() : report.text());
        if (report.gates() > 0) {
            print(report.gates() + (report.gates() == 1 ? " gate depends" : " gates depend")
                    + " on the input; reparam calibrate " + input
                    + " --images DIR" + (model.card().isEmpty() ? " --preprocess NAME" : "")
                    + " -o OUT.onnx takes them out, with a measured loss");
        }
    }

    private Consumer<TraceStep> tell(List<TraceStep> steps) {
        return step -> {
            steps.add(step);
            print(step.text());
        };
    }

    private void print(String lines) {
        spec.commandLine().getOut().println(lines);
    }

    private List<FoldRule> rules() {
        try {
            return FoldRules.selected(only, skip);
        } catch (IllegalArgumentException e) {
            List<String> known = new ArrayList<>(
                    FoldRules.standard().stream().map(FoldRule::name).toList());
            known.add(FoldPipeline.DEAD_CODE);
            String near = Stream.concat(only.stream(), skip.stream())
                    .filter(name -> !known.contains(name))
                    .map(name -> "no rule is called '" + name + "'" + Mistyped.meant(name, known.stream()))
                    .filter(text -> text.endsWith("?"))
                    .collect(Collectors.joining("; "));
            throw new ParameterException(spec.commandLine(), near.isEmpty() ? e.getMessage() : near, e);
        }
    }

    private Path target() throws IOException {
        try {
            return outputs.checkedModel(Arrays.asList(input, options.images()), !unverified);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
