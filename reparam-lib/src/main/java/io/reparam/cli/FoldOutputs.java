package io.reparam.cli;

import io.reparam.graph.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that {@code fold} and {@code calibrate} write. */
final class FoldOutputs {
    private static final String SUFFIX = ".certificate.json";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "OUT.onnx",
            description = "Where the folded model goes.")
    private @Nullable Path model;

    @Option(names = "--json", paramLabel = "REPORT", description = "Also write the report as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Where the certificate of the proof goes; default OUT" + SUFFIX + " beside the model.")
    private @Nullable Path certificate;

    @Option(names = "--force", description = "Overwrite OUT.onnx and its certificate; never IN.onnx.")
    private boolean force;

    /** @throws IllegalArgumentException naming the first file that is missing or would be lost. @throws IOException for one that cannot be written */
    Path checkedModel(Path input, boolean proven) throws IOException {
        if (model == null) {
            throw new IllegalArgumentException("-o OUT.onnx is missing");
        }
        require(model, input, !force);
        if (proven) {
            require(certificate(model), input, !force);
            requireOther(certificate(model), model);
        }
        if (json != null) {
            require(json, input, false);
            requireOther(json, model);
            requireOther(json, certificate(model));
        }
        return model;
    }

    @Nullable
    Path json() {
        return json;
    }

    Path certificate(Path output) {
        if (certificate != null) {
            return certificate;
        }
        return certificateBeside(output);
    }

    static Path certificateBeside(Path output) {
        String name = String.valueOf(output.getFileName());
        return output.resolveSibling(name.replaceFirst("\\.onnx$", "") + SUFFIX);
    }

    private static void require(Path file, Path input, boolean mustBeNew) throws IOException {
        if (Files.exists(file) && Files.isSameFile(input, file)) {
            throw new IllegalArgumentException("'" + file + "' is the input; choose another output");
        }
        if (Files.exists(file) && mustBeNew) {
            throw new IllegalArgumentException("'" + file + "' exists; --force overwrites it");
        }
        AtomicFile.requirePlace(file);
    }

    private static void requireOther(Path a, Path b) {
        if (a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("'" + a + "' cannot be two outputs at once");
        }
    }
}
