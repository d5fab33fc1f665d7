package io.reparam.cli;

import io.reparam.artifact.BesideModel;
import io.reparam.artifact.ClassScores;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelBundle;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.OnnxOutline;
import io.reparam.artifact.OutputActivation;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam bundle}. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts the variants of a model into a directory that the service reads, with the certificates that fold and calibrate",
            "left beside them. Labels and preprocessing come from the options, the model's card, or the files beside it."
        },
        footer = {
            "",
            "Examples:",
            "  reparam bundle resnet50.onnx --labels labels.txt --preprocess imagenet -o models",
            "  reparam bundle --name cifar10 --variant reparam=folded.onnx --variant attention=se.onnx -o models",
            "  java -jar service.jar --reparam.models.location=file:models"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class BundleCommand implements Callable<Integer> {
    private static final String ONLY_VARIANT = "model";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL.onnx",
            description = "The only variant, called 'model'; --variant names several.")
    private @Nullable Path model;

    @Option(
            names = "--name",
            description = "Name of the model; default: the file's, or its directory's for model.onnx.")
    private @Nullable String name;

    @Option(names = "--model-version", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private int version;

    @Option(
            names = "--variant",
            paramLabel = "NAME=FILE.onnx",
            description = "A variant; the first one is the default.")
    private Map<String, Path> variants = new LinkedHashMap<>();

    @Mixin
    private ClassOptions classes;

    @Mixin
    private PixelOptions pixels;

    @Option(
            names = "--stripes",
            paramLabel = "NAME=FILE.png",
            description = "Picture of a variant's attention values, as observe writes it; the service's page shows it.")
    private Map<String, Path> stripes = Map.of();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Directory of all models.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (model != null) {
            variants.put(ONLY_VARIANT, model);
        }
        if (variants.isEmpty()) {
            throw wrong("name a MODEL.onnx, or at least one --variant");
        }
        requireKnown(stripes.keySet());
        Path first = variants.values().iterator().next();
        String called = name(first);
        if (!ModelManifest.NAME.matcher(called).matches()) {
            throw wrong(
                    "a model cannot be called '" + called + "': a name is letters, digits, -, _ and ., and starts with"
                            + " a letter or digit; give one by --name");
        }
        ModelFile file = ModelFile.read(first);
        BesideModel beside = BesideModel.of(first);
        LabelSet names = labels(file, beside);
        PreprocessSpec preprocess = pixels.preprocess(file, beside);
        OutputActivation said = classes.activation(beside.activation());
        Map<String, ModelBundle.Source> sources = new LinkedHashMap<>();
        for (Map.Entry<String, Path> variant : variants.entrySet()) {
            sources.put(variant.getKey(), source(variant.getKey(), variant.getValue(), file, names, said));
        }
        ModelManifest manifest;
        try {
            manifest = ModelBundle.write(
                    out,
                    new ModelBundle.Description(called, version, names, preprocess, said, classes.output(null)),
                    sources);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        print(out.resolve(manifest.name()) + ": variants " + manifest.variants().keySet());
        return ExitCode.OK;
    }

    private ModelBundle.Source source(
            String variant, Path onnx, ModelFile first, LabelSet names, @Nullable OutputActivation said)
            throws IOException {
        ModelFile file = ModelFile.read(onnx);
        Optional<ModelCard> card = file.card();
        requireSame(first.card(), card, variant);
        try {
            ClassScores scores =
                    ClassScores.of(OnnxOutline.of(Files.readAllBytes(onnx)), names.size(), classes.output(null), said);
            print("variant " + variant + ": scores are output '" + scores.output() + "', activation "
                    + scores.activation().label() + (said == null ? ", as the graph says" : ""));
        } catch (IllegalArgumentException e) {
            throw wrong("'" + onnx + "': " + e.getMessage());
        }
        return new ModelBundle.Source(
                onnx,
                card.map(known -> known.provenance()
                                .withFold(file.graph().metadata().get("reparam.fold")))
                        .orElse(null),
                file.size(),
                CertificateFile.beside(onnx),
                stripes.get(variant));
    }

    private LabelSet labels(ModelFile file, BesideModel beside) throws IOException {
        return classes.labels(file, beside)
                .orElseThrow(() -> wrong("'" + file.path()
                        + "' has no model card with labels and preprocessing; name its classes by --labels"));
    }

    private String name(Path onnx) {
        if (name != null) {
            return name;
        }
        String stem = String.valueOf(onnx.getFileName()).replaceFirst("[.]onnx$", "");
        Path directory = onnx.toAbsolutePath().normalize().getParent();
        return stem.equals(ONLY_VARIANT) && directory != null && directory.getFileName() != null
                ? directory.getFileName().toString()
                : stem;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    private ParameterException wrong(@Nullable String message) {
        return new ParameterException(spec.commandLine(), String.valueOf(message));
    }

    private void requireKnown(Set<String> pictured) {
        for (String variant : pictured) {
            if (!variants.containsKey(variant)) {
                throw wrong("--stripes names variant '" + variant + "', which is not one of " + variants.keySet());
            }
        }
    }

    private void requireSame(Optional<ModelCard> first, Optional<ModelCard> card, String variant) {
        if (first.isPresent()
                && card.isPresent()
                && !(first.get().labels().equals(card.get().labels())
                        && first.get().preprocess().equals(card.get().preprocess()))) {
            throw wrong("variant '" + variant + "' has other labels or preprocessing than the first one");
        }
    }
}
