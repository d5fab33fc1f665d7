package io.reparam.cli;

import io.reparam.graph.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reports as JSON: their records, field by field. A file is complete or not there. */
final class JsonFile {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonFile() {}

    /** @param file null if nobody asked for one */
    static void write(@Nullable Path file, Record report) throws IOException {
        if (file != null) {
            byte[] json = MAPPER.writeValueAsBytes(report);
            AtomicFile.write(file, out -> out.write(json));
        }
    }

    /** Finds out how reports of a type are written. */
    static void prepare(Class<? extends Record> type) {
        MAPPER.writerFor(type);
    }
}
