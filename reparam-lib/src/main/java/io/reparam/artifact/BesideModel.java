package io.reparam.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the files that exporters leave beside a model say about it.
 *
 * @param hints about preprocessing
 * @param labels of the classes; null if no file names them
 * @param activation null if no file says it
 * @param sources the files that said it, such as {@code preprocessor_config.json (Hugging Face)}
 */
public record BesideModel(
        PreprocessHints hints,
        @Nullable LabelSet labels,
        @Nullable OutputActivation activation,
        List<String> sources) {
    static final BesideModel NOTHING = new BesideModel(PreprocessHints.NONE, null, null, List.of());

    /** Reads one file; null where it says nothing. */
    private interface Reader {
        @Nullable
        BesideModel read(JsonNode file);
    }

    /** @param own whether only one program writes files of this name, so that one that says nothing is damaged */
    private record Known(String file, boolean own, ObjectMapper mapper, Reader reader) {}

    private static final String REMEDY = "; correct the file, or move it away and give what it says by options";

    private static final List<Known> KNOWN = List.of(
            new Known("preprocessor_config.json", true, new JsonMapper(), HuggingFaceConfig::preprocessing),
            new Known("config.json", false, new JsonMapper(), TimmConfig::read),
            new Known("config.json", false, new JsonMapper(), HuggingFaceConfig::labels),
            new Known("inference.yml", true, new YAMLMapper(), PaddleConfig::read));

    /**
     * Looks beside a model, and where it lies in a directory {@code onnx}, as on Hugging Face, beside that.
     *
     * @throws IOException if such a file is there and cannot be understood, naming it
     */
    public static BesideModel of(Path onnx) throws IOException {
        Path directory = onnx.toAbsolutePath().normalize().getParent();
        if (directory == null) {
            return NOTHING;
        }
        BesideModel beside = in(directory);
        Path above = directory.getParent();
        return beside.sources.isEmpty() && directory.endsWith("onnx") && above != null ? in(above) : beside;
    }

    private static BesideModel in(Path directory) throws IOException {
        BesideModel all = NOTHING;
        for (Known known : KNOWN) {
            Path file = directory.resolve(known.file);
            if (Files.isRegularFile(file)) {
                try {
                    JsonNode tree = known.mapper.readTree(WholeCharacters.of(Files.readAllBytes(file)));
                    if (known.own && !tree.isObject()) {
                        throw new IllegalArgumentException("it holds no settings");
                    }
                    BesideModel said = known.reader.read(tree);
                    all = said == null ? all : all.and(said);
                } catch (JacksonException e) {
                    throw new IOException("'" + file + "' cannot be read: " + e.getOriginalMessage() + REMEDY, e);
                } catch (IllegalArgumentException e) {
                    throw new IOException("'" + file + "': " + e.getMessage() + REMEDY, e);
                }
            }
        }
        return all;
    }

    private BesideModel and(BesideModel other) {
        List<String> both = new ArrayList<>(sources);
        boolean contradicts = !hints.or(other.hints).equals(other.hints.or(hints));
        other.sources.forEach(
                source -> both.add(contradicts ? source + " where the first says nothing: they differ" : source));
        return new BesideModel(
                hints.or(other.hints),
                labels != null ? labels : other.labels,
                activation != null ? activation : other.activation,
                List.copyOf(both));
    }
}
