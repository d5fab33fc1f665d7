package io.reparam.image.decode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Files among the test resources. */
final class TestFiles {
    private TestFiles() {}

    static byte[] read(String path) throws IOException {
        try (InputStream in = Objects.requireNonNull(TestFiles.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        }
    }
}
