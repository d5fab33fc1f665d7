package io.reparam.data.published;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A file of a published set.
 *
 * @param name without folders
 * @param size how much of the unit it holds as published
 */
record PublishedFile(String name, long size, Unit unit) {
    enum Unit {
        BYTES,
        /** Of class names, one a line: how lines end does not matter. */
        NAMES
    }

    /** @param images that it holds, or as many labels, each of the same number of bytes */
    static PublishedFile records(String name, int images, int bytes) {
        return new PublishedFile(name, (long) images * bytes, Unit.BYTES);
    }

    static PublishedFile names(String name, int classes) {
        return new PublishedFile(name, classes, Unit.NAMES);
    }

    /** What a directory's file of this name holds; empty if there is none. */
    OptionalLong sizeIn(Path directory) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                switch (unit) {
                    case BYTES -> Files.size(file);
                    // any byte is a letter of Latin-1, so that no damage keeps it from being counted
                    case NAMES ->
                        Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                                .filter(line -> !line.isBlank())
                                .distinct()
                                .count();
                });
    }
}
