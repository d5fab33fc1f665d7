package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelManifest;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import io.reparam.service.repository.UnservableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStartTest {
    private final Path root;
    private final ModelDirectory directory;

    ModelStartTest(@TempDir Path root) throws IOException {
        this.root = root;
        directory = ModelDirectory.copyTo(root);
    }

    @Test
    void load_goodDirectory_servesBothVariants() {
        try (ServedModels models = load("cifar10")) {
            assertThat(models.ready()).isTrue();
            assertThat(models.model(null).variants()).containsOnlyKeys("attention", "reparam");
            assertThat(models.model(null).variant(null).name())
                    .isEqualTo(directory.manifest().defaultVariant());
        }
    }

    @Test
    void load_changedFile_namesItAndBothChecksums() throws IOException {
        Files.write(directory.file("reparam"), new byte[] {1, 2, 3});
        UnservableException failure = failure("cifar10");
        assertThat(failure)
                .hasMessageContaining("cifar10/1/reparam.onnx (3 bytes) has SHA-256 039058c6")
                .hasMessageContaining(Objects.requireNonNull(Objects.requireNonNull(
                                        directory.manifest().variants().get("reparam"))
                                .sha256())
                        .hex());
        assertThat(failure).hasMessageContaining("copy it again");
    }

    @Test
    void load_missingFile_namesIt() throws IOException {
        Files.delete(directory.file("attention"));
        assertThat(failure("cifar10")).hasMessageContaining("cifar10/1/attention.onnx cannot be read");
    }

    @Test
    void load_fileThatIsNoModel_namesIt() throws IOException {
        directory.replace("reparam", "not ONNX".getBytes(StandardCharsets.UTF_8));
        UnservableException failure = failure("cifar10");
        assertThat(failure).hasMessageContaining("cifar10/1/reparam.onnx cannot be used");
        assertThat(failure).hasMessageContaining("ONNX Runtime 1.");
    }

    @Test
    void load_otherNumberOfLabels_namesBoth() throws IOException {
        write(new LabelSet(List.of("cat", "dog")), directory.manifest().preprocess());
        assertThat(failure("cifar10"))
                .hasMessageContaining(".onnx: no output of numbers has 2 values")
                .hasMessageContaining("10");
    }

    @Test
    void load_otherInputSize_namesBoth() throws IOException {
        PreprocessSpec spec = directory.manifest().preprocess();
        write(
                directory.manifest().labels(),
                new PreprocessSpec(64, 64, 64, Interpolation.BILINEAR, spec.mean(), spec.std()));
        assertThat(failure("cifar10")).hasMessageContaining("takes images of [3, 64, 64], but has");
    }

    @Test
    void load_brokenManifest_namesIt() throws IOException {
        Files.writeString(directory.manifestFile(), "name: [");
        assertThat(failure("cifar10")).hasMessageContaining("manifest " + root + "/cifar10/model.yaml is wrong");
    }

    @Test
    void load_directoryOfAnotherName_saysSo() throws IOException {
        Files.move(root.resolve("cifar10"), root.resolve("other"));
        assertThat(failure("other")).hasMessageContaining("'cifar10', but its directory is 'other'");
    }

    @Test
    void load_unknownDefault_listsTheModels() {
        assertThat(failure("flowers")).hasMessageContaining("'flowers' is not one of the models found: [cifar10]");
    }

    @Test
    void load_emptyOrMissingDirectory_saysWhereItLooked() {
        for (String name : List.of("empty", "missing")) {
            Path other = root.resolve("cifar10").resolve(name);
            UnservableException failure = Objects.requireNonNull(catchThrowableOfType(
                    UnservableException.class,
                    () -> LoadedModels.from(other.toString(), "cifar10").close()));
            assertThat(failure).hasMessageContaining(other + "/<model>/model.yaml");
            assertThat(failure.remedy()).contains("reparam.models.location");
        }
    }

    private ServedModels load(String defaultModel) {
        return LoadedModels.from(directory.location(), defaultModel);
    }

    private UnservableException failure(String defaultModel) {
        return Objects.requireNonNull(
                catchThrowableOfType(UnservableException.class, () -> load(defaultModel)), "was loaded");
    }

    private void write(LabelSet labels, PreprocessSpec spec) throws IOException {
        ModelManifest manifest = directory.manifest();
        new ModelManifest(
                        manifest.name(),
                        manifest.version(),
                        labels,
                        spec,
                        manifest.defaultVariant(),
                        manifest.variants())
                .write(directory.manifestFile());
    }
}
