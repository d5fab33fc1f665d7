package io.reparam.cli;

import io.reparam.graph.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * The files that a command will write, looked at before the work: none of them is an input or another of them, and what is there
 * stays unless {@code --force} is given.
 */
final class OutputFiles {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--force", description = "Overwrite outputs that exist; never an input.")
    private boolean force;

    private final Map<Path, String> outputs = new LinkedHashMap<>();

    /**
     * One more file that will be written.
     *
     * @param file null if nobody asked for it
     * @param when words after the name if it is not named on the command line, such as {@code ", the certificate,"}
     */
    OutputFiles and(@Nullable Path file, String when) {
        if (file != null) {
            Path other = sameAs(file);
            if (other != null) {
                throw wrong("'" + file + "'" + when + " cannot be two outputs at once");
            }
            outputs.put(file, when);
        }
        return this;
    }

    OutputFiles and(@Nullable Path file) {
        return and(file, "");
    }

    private @Nullable Path sameAs(Path file) {
        return outputs.keySet().stream()
                .filter(other -> place(other).equals(place(file)))
                .findFirst()
                .orElse(null);
    }

    /**
     * Looks at all of them.
     *
     * @param inputs files that the command reads; null and directories are passed over
     * @throws ParameterException naming the first output that would destroy something
     * @throws IOException naming the first one that cannot be written
     */
    void require(Collection<? extends @Nullable Path> inputs) throws IOException {
        for (Map.Entry<Path, String> output : outputs.entrySet()) {
            Path file = output.getKey();
            String named = "'" + file + "'" + output.getValue();
            for (Path input : inputs) {
                if (input != null && Files.exists(input) && Files.exists(file) && Files.isSameFile(input, file)) {
                    throw wrong(named + " is the input; choose another output");
                }
            }
            if (Files.isRegularFile(file) && !force) {
                throw wrong(named + " exists; --force overwrites it");
            }
            AtomicFile.requirePlace(file);
            if (!Files.isWritable(Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
                throw new IOException("cannot write " + named + ": no permission to write in its directory");
            }
        }
    }

    /** A directory that is filled with files of names of its own holds none of the others. */
    void requireOutside(Path directory, String option) {
        for (Path file : outputs.keySet()) {
            if (place(file).startsWith(place(directory))) {
                throw wrong("'" + file + "' lies in the directory of " + option + ", which is for its files alone");
            }
        }
    }

    /** Where a file lies whatever leads there. */
    private static Path place(Path file) {
        try {
            if (Files.exists(file)) {
                return file.toRealPath();
            }
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
            return directory.toRealPath().resolve(file.getFileName());
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
