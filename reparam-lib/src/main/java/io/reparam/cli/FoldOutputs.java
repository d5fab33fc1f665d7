package io.reparam.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private OutputFiles files;

    /**
     * Where the model goes, if nothing is lost and all can be written.
     *
     * @param inputs files that are read
     * @throws IllegalArgumentException if nobody said where
     * @throws IOException for one that cannot be written
     */
    Path checkedModel(Collection<? extends @Nullable Path> inputs, boolean proven) throws IOException {
        named(proven).require(inputs);
        return model();
    }

    /**
     * All that the options name, for more to be added.
     *
     * @param proven whether there is a certificate
     * @throws IllegalArgumentException if nobody said where the model goes
     */
    OutputFiles named(boolean proven) {
        return files.and(model()).and(proven ? certificate(model()) : null).and(json);
    }

    /** @throws IllegalArgumentException if nobody said where the model goes */
    Path model() {
        if (model == null) {
            throw new IllegalArgumentException("-o OUT.onnx is missing");
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
}
