package io.reparam.service.repository;

import java.io.IOException;

/**
 * A file as it lay there when the repository was listed.
 *
 * @param path from the model's directory, such as {@code 1/reparam.onnx}
 * @param stamp changes whenever the file may have changed: where all links lead, size, time of the last change
 * @param content reads it
 */
public record RepositoryFile(String path, String stamp, Content content) {

    /** Reads the whole file. */
    @FunctionalInterface
    public interface Content {
        /** @throws IOException if it cannot be read, or is not the file of the listing any more */
        byte[] read() throws IOException;
    }
}
