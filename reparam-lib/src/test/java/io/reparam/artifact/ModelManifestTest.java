package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.image.PreprocessSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelManifestTest {
    private static final ModelManifest.NetSize SIZE = new ModelManifest.NetSize(71, 310_634, 1_255_460);

    private static final LabelSet LABELS = new LabelSet(List.of("cat", "dog"));
    private static final Provenance PROVENANCE = new Provenance(
            "resnet29", "se", "asr", 10, 1, "cifar10", Sha256.of(new byte[0]), 10_000, 0.9, "djl", "Rule 9");

    @TempDir
    private Path directory;

    @Test
    void bundle_isReadAsItWasWritten_theFirstVariantIsTheDefault() throws IOException {
        Path file = Files.write(directory.resolve("any.onnx"), new byte[] {1, 2, 3});
        Map<String, ModelBundle.Source> variants = new LinkedHashMap<>();
        variants.put("reparam", new ModelBundle.Source(file, PROVENANCE, SIZE, null, null));
        variants.put("attention", new ModelBundle.Source(file, PROVENANCE.withFold(null), SIZE, null, null));
        ModelManifest written =
                ModelBundle.write(directory.resolve("models"), "pets", 3, LABELS, PreprocessSpec.CIFAR, variants);

        assertThat(written.defaultVariant()).isEqualTo("reparam");
        assertThat(written.variants().keySet()).containsExactly("reparam", "attention");
        Path model = directory.resolve("models/pets");
        assertThat(ModelManifest.read(Files.newInputStream(model.resolve("model.yaml"))))
                .isEqualTo(written);
        assertThat(model.resolve("3/attention.onnx")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(model).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
    }

    @Test
    void bundle_ofAVersionThatIsThere_isRefused_andLeavesItAlone() throws IOException {
        Path file = Files.write(directory.resolve("any.onnx"), new byte[] {1, 2, 3});
        Path models = directory.resolve("models");
        ModelBundle.write(models, "pets", 1, LABELS, PreprocessSpec.CIFAR, reparam(file));
        Files.write(file, new byte[] {4});
        assertThatThrownBy(() -> ModelBundle.write(models, "pets", 1, LABELS, PreprocessSpec.CIFAR, reparam(file)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(models.resolve("pets/1/reparam.onnx")).hasBinaryContent(new byte[] {1, 2, 3});
        ModelBundle.write(models, "pets", 2, LABELS, PreprocessSpec.CIFAR, reparam(file));
        assertThat(models.resolve("pets/2/reparam.onnx")).hasBinaryContent(new byte[] {4});
    }

    @Test
    void bundle_withAVariantThatLeavesItsDirectory_writesNothing() throws IOException {
        Path file = Files.write(directory.resolve("any.onnx"), new byte[] {1, 2, 3});
        Map<String, ModelBundle.Source> outside =
                Map.of("../x", new ModelBundle.Source(file, PROVENANCE, SIZE, null, null));
        Path models = directory.resolve("models");
        assertThatThrownBy(() -> ModelBundle.write(models, "pets", 1, LABELS, PreprocessSpec.CIFAR, outside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("variant name '../x'");
        assertThat(models).doesNotExist();
    }

    @Test
    void text_thatIsNoManifest_isRefusedWithAReason() throws IOException {
        assertThatThrownBy(() -> read("name: ["))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model.yaml");
        assertThatThrownBy(() -> read("name: pets"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("labels is missing");
        Path file = directory.resolve("model.yaml");
        manifest("pets", 1, "reparam").write(file);
        String unknown = Files.readString(file) + "colour: red\n";
        assertThatThrownBy(() -> read(unknown)).isInstanceOf(IOException.class).hasMessageContaining("colour");
    }

    @Test
    void names_versions_andDefaultVariants_areChecked() {
        assertThatThrownBy(() -> manifest("../pets", 1, "reparam")).hasMessageContaining("../pets");
        assertThatThrownBy(() -> manifest("pets", 0, "reparam")).hasMessageContaining("version 0");
        assertThatThrownBy(() -> manifest("pets", 1, "fast")).hasMessageContaining("'fast' is not one of [reparam]");
    }

    private static Map<String, ModelBundle.Source> reparam(Path onnx) {
        return Map.of("reparam", new ModelBundle.Source(onnx, PROVENANCE, SIZE, null, null));
    }

    private static ModelManifest manifest(String name, int version, String defaultVariant) {
        ModelManifest.Variant variant = new ModelManifest.Variant("a.onnx", Sha256.of(new byte[0]), null);
        return new ModelManifest(
                name, version, LABELS, PreprocessSpec.CIFAR, defaultVariant, Map.of("reparam", variant));
    }

    private static ModelManifest read(String yaml) throws IOException {
        return ModelManifest.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
