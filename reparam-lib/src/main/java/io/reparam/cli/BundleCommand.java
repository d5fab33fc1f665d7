package io.reparam.cli;

import io.reparam.artifact.ModelBundle;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reparam bundle}. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Puts the variants of a model into a directory that the service reads, with the certificates that fold and calibrate left beside them.",
        footer = {
            "",
            "Example:",
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
    @Spec
    private CommandSpec spec;

    @Option(names = "--name", required = true, description = "Name of the model.")
    private String name;

    @Option(names = "--model-version", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private int version;

    @Option(
            names = "--variant",
            required = true,
            paramLabel = "NAME=FILE.onnx",
            description = "A variant written by export or fold; the first one is the default.")
    private Map<String, Path> variants;

    @Option(
            names = "--stripes",
            paramLabel = "NAME=FILE.png",
            description = "Picture of a variant's attention values, as observe writes it; the service's page shows it.")
    private Map<String, Path> stripes = Map.of();

    @Option(names = "-o", required = true, paramLabel = "DIR", description = "Directory of all models.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        requireKnown(stripes.keySet());
        Map<String, ModelBundle.Source> sources = new LinkedHashMap<>();
        ModelCard first = null;
        for (Map.Entry<String, Path> variant : variants.entrySet()) {
            ModelFile file = ModelFile.read(variant.getValue());
            ModelCard card = card(file);
            requireSame(first, card, variant.getKey());
            first = first == null ? card : first;
            Provenance provenance =
                    card.provenance().withFold(file.graph().metadata().get("reparam.fold"));
            sources.put(
                    variant.getKey(),
                    new ModelBundle.Source(
                            variant.getValue(),
                            provenance,
                            file.size(),
                            CertificateFile.beside(variant.getValue()),
                            stripes.get(variant.getKey())));
        }
        if (first == null) {
            throw new ParameterException(spec.commandLine(), "name at least one --variant");
        }
        ModelManifest manifest;
        try {
            manifest = ModelBundle.write(out, name, version, first.labels(), first.preprocess(), sources);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: variants %s%n",
                        out.resolve(name), manifest.variants().keySet());
        return ExitCode.OK;
    }

    private ModelCard card(ModelFile file) throws IOException {
        return file.card()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "'" + file.path()
                                + "' has no model card with labels and preprocessing; it must come from export or"
                                + " fold"));
    }

    private void requireKnown(Set<String> pictured) {
        for (String variant : pictured) {
            if (!variants.containsKey(variant)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--stripes names variant '" + variant + "', which is none of " + variants.keySet());
            }
        }
    }

    private void requireSame(@Nullable ModelCard first, ModelCard card, String variant) {
        if (first != null
                && !(first.labels().equals(card.labels()) && first.preprocess().equals(card.preprocess()))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "variant '" + variant + "' has other labels or preprocessing than the first one");
        }
    }
}
