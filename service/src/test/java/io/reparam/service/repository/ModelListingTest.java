package io.reparam.service.repository;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelListingTest {
    /** As bundle writes it, before and after somebody edited the one in the version's directory. */
    @Test
    void twoManifestsOfAVersion_thatDiffer_areTold(@TempDir Path root) throws IOException {
        Path model = root.resolve("m");
        Files.createDirectories(model.resolve("1"));
        Files.write(model.resolve("1/model.onnx"), new byte[] {1});
        Files.writeString(model.resolve("model.yaml"), "version: 1\npreprocess: imagenet\n");
        Files.writeString(model.resolve("1/model.yaml"), "version: 1\npreprocess: imagenet\n");
        assertThat(passedOver(root)).isEmpty();
        Files.writeString(model.resolve("1/model.yaml"), "version: 1\npreprocess: clip\n");
        assertThat(passedOver(root)).contains("1/model.yaml is not followed", "change that one, or take one away");
        Files.writeString(model.resolve("model.yaml"), "version: 2\npreprocess: imagenet\n");
        assertThat(passedOver(root)).as("each has its own version").isEmpty();
    }

    private static String passedOver(Path root) throws IOException {
        return requireNonNull(new DirectoryRepository(root).list().get("m")).passedOver();
    }
}
