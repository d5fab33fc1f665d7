package io.reparam.cli;

import io.reparam.artifact.Certified;
import io.reparam.artifact.Sha256;
import io.reparam.proof.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code fold} or {@code calibrate} wrote beside its output. */
final class CertificateFile {
    private static final JsonMapper JSON = new JsonMapper();
    /** Only calibrate has it: what was lost. The proof of the fold lies one level below then. */
    private static final String LOSS = "statement";

    private CertificateFile() {}

    /**
     * The certificate of a model.
     *
     * @return null if there is no file
     * @throws IOException if the file is not a certificate, or one of another model
     */
    static @Nullable Certified beside(Path onnx) throws IOException {
        Path file = FoldOutputs.certificateBeside(onnx);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            Certificate fold = JSON.treeToValue(json.has(LOSS) ? json.path("fold") : json, Certificate.class);
            if (!fold.candidate().sha256().equals(Sha256.of(List.of(onnx)))) {
                throw new IOException("'" + file + "' is the certificate of another file than '" + onnx
                        + "'; write the model again, or move the certificate away");
            }
            Certified summary = fold.summary();
            return json.has(LOSS)
                    ? summary.after(
                            json.path("verdict").asString(),
                            new Sha256(json.at("/original/sha256").asString()),
                            json.path(LOSS).asString())
                    : summary;
        } catch (JacksonException e) {
            throw new IOException(
                    "'" + file + "' is not a certificate of fold or calibrate (" + e.getOriginalMessage()
                            + "); move it away",
                    e);
        }
    }
}
