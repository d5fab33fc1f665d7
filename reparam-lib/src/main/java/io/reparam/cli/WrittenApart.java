package io.reparam.cli;

import io.reparam.ort.OrtModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Files of which each is tried, whatever became of the others: a full disk takes only what lies on it. */
final class WrittenApart {
    private final List<Exception> failures = new ArrayList<>();

    /** Writes something. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException | OrtModelException e) {
            failures.add(e);
        }
    }

    /** @throws IOException naming all that could not be written */
    void requireAll() throws IOException {
        if (failures.size() == 1 && failures.get(0) instanceof OrtModelException e) {
            throw e;
        }
        if (failures.size() == 1 && failures.get(0) instanceof IOException e) {
            throw e;
        }
        if (!failures.isEmpty()) {
            IOException all = new IOException(
                    failures.stream().map(ErrorLine::text).collect(Collectors.joining("; ")), failures.get(0));
            failures.subList(1, failures.size()).forEach(all::addSuppressed);
            throw all;
        }
    }
}
