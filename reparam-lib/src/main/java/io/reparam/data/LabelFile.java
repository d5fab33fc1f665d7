package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.Utf8Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Class names, one a line. */
final class LabelFile {
    private LabelFile() {}

    /** @throws DataException if the file is missing or holds no set of names */
    static LabelSet read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new DataException("'" + file + "' is missing; it must hold the names of the classes, one a line");
        }
        List<String> names = Utf8Text.lines(file).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        try {
            return new LabelSet(names);
        } catch (IllegalArgumentException e) {
            throw new DataException("'" + file + "': " + e.getMessage());
        }
    }
}
