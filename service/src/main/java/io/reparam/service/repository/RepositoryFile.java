package io.reparam.service.repository;

import java.io.IOException;

/**
 * A file as it lay there when the repository was listed.
 *
 * @param path from the model's directory, such as {@code 1/reparam.onnx}
 * @param stamp changes whenever the file may have changed: where all links lead, size, time of the last change
 * @param size bytes
 * @param content reads it
 */
public record RepositoryFile(String path, String stamp, long size, Content content) {
    /** Of manifests, configurations and labels: labels of a hundred thousand classes are two megabytes. */
    private static final long LARGEST_TEXT = 16 << 20;

    /**
     * Reads a file that people write.
     *
     * @throws IOException as {@link Content#read} does, or if it is larger than any such file
     */
    byte[] text() throws IOException {
        if (size > LARGEST_TEXT) {
            throw new IOException(path + " has " + size + " bytes; " + LARGEST_TEXT + " is the most of a file of text");
        }
        return content.read();
    }

    /** Reads the whole file. */
    @FunctionalInterface
    public interface Content {
        /** @throws IOException if it cannot be read, or is not the file of the listing any more */
        byte[] read() throws IOException;
    }
}
