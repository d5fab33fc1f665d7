package io.reparam.proof;

import io.reparam.artifact.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which file.
 *
 * @param file name without its directory: a certificate travels with the file, not with the machine's paths
 * @param sha256 of the ONNX file itself; weights that it keeps in other files are not in it
 * @param bytes of the ONNX file itself
 */
public record FileFacts(String file, Sha256 sha256, long bytes) {

    /**
     * @param name what it is called, or will be
     * @param content where its bytes are now
     */
    public static FileFacts of(Path name, Path content) throws IOException {
        return new FileFacts(String.valueOf(name.getFileName()), Sha256.of(List.of(content)), Files.size(content));
    }
}
