package io.reparam.cli;

import io.reparam.artifact.BesideModel;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.OutputActivation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model's scores mean: options of {@code bundle} and {@code predict}. */
final class ClassOptions {
    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Names of the classes: one a line in the net's order, or JSON. Default: the model's card, or the"
                            + " config.json or inference.yml beside it.")
    private @Nullable Path labels;

    @Option(
            names = "--activation",
            description =
                    "What makes probabilities of the scores: ${COMPLETION-CANDIDATES}. Default: found from the net.")
    private @Nullable OutputActivation activation;

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description = "Output that holds the scores. Default: the one with a value for each label.")
    private @Nullable String output;

    /**
     * Names of the classes; empty if nobody says them.
     *
     * @throws IOException if the file holds none, naming it
     */
    Optional<LabelSet> labels(ModelFile model, BesideModel beside) throws IOException {
        Optional<LabelSet> named = labels();
        return named.isPresent()
                ? named
                : model.card().map(ModelCard::labels).or(() -> Optional.ofNullable(beside.labels()));
    }

    /** Where the command line says that names are. */
    Optional<Path> file() {
        return Optional.ofNullable(labels);
    }

    /** Those that the command line names. */
    Optional<LabelSet> labels() throws IOException {
        if (labels == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(LabelSet.parse(Files.readAllBytes(labels)));
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + labels + "': " + e.getMessage(), e);
        }
    }

    /** What the command line says, or else that. */
    @Nullable
    OutputActivation activation(@Nullable OutputActivation known) {
        return activation == null ? known : activation;
    }

    /** What the command line says, or else that. */
    @Nullable
    String output(@Nullable String known) {
        return output == null ? known : output;
    }
}
