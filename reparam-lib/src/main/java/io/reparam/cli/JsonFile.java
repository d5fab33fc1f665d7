package io.reparam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reports as JSON: their records, field by field. */
final class JsonFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonFile() {}

    /** @param file null if nobody asked for one */
    static void write(@Nullable Path file, Record report) throws IOException {
        if (file != null) {
            Files.write(file, JSON.writeValueAsBytes(report));
        }
    }
}
