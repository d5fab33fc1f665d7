package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestFileTest {
    private static final Map<String, byte[]> BESIDE =
            Map.of("labels.txt", utf8("cat\ndog\n"), "names.json", utf8("{\"0\": \"no\", \"1\": \"yes\"}"));

    @Test
    void shortest_restComesFromWhatLiesThere() throws IOException {
        ModelManifest manifest = read("preprocess: imagenet\n");
        assertThat(manifest.name()).isEqualTo("Pets.v2");
        assertThat(manifest.version()).isEqualTo(7);
        assertThat(manifest.labels().names()).containsExactly("cat", "dog");
        assertThat(manifest.variants()).containsOnlyKeys("model");
        assertThat(manifest.defaultVariant()).isEqualTo("model");
        assertThat(manifest.preprocess().text()).startsWith("224x224 RGB, CROP of 256");
        assertThat(manifest.activation()).isNull();
    }

    @Test
    void presetWithChanges_andVariantsByTheirFiles() throws IOException {
        ModelManifest manifest = read("""
                labels: names.json
                preprocess: {preset: clip, height: 336, width: 336, fit: stretch}
                variants: {fast: folded.onnx, slow: {file: net.onnx}}
                activation: sigmoid
                output: scores
                """);
        assertThat(manifest.labels().names()).containsExactly("no", "yes");
        assertThat(manifest.preprocess().text()).startsWith("336x336 RGB, STRETCH of 336, BICUBIC");
        assertThat(manifest.variants().keySet()).containsExactly("fast", "slow");
        assertThat(manifest.defaultVariant()).isEqualTo("fast");
        assertThat(manifest.activation()).isEqualTo(OutputActivation.SIGMOID);
        assertThat(manifest.output()).isEqualTo("scores");
    }

    @Test
    void version_onlyIfItIsWritten() throws IOException {
        assertThat(ManifestFile.version(utf8("version: 3"))).hasValue(3);
        assertThat(ManifestFile.version(utf8("labels: [a]"))).isEmpty();
    }

    @Test
    void whatIsMissingOrWrong_isNamed() {
        assertThatThrownBy(() -> read("labels: [a, b]")).hasMessageContaining("preprocess is missing");
        assertThatThrownBy(() -> read("labels: other.txt\npreprocess: clip")).hasMessageContaining("'other.txt'");
        assertThatThrownBy(() -> read("preprocess: clap")).hasMessageContaining("'clap' is not one of imagenet");
        assertThatThrownBy(() -> read("preprocess: {preset: clip, colour: red}"))
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> read("preprocess: {mean: [0.5]}")).hasMessageContaining("--std");
        assertThatThrownBy(() -> read("- a")).hasMessageContaining("must hold fields");
        assertThatThrownBy(() -> read("preprocess: clip\nactivation: soft")).hasMessageContaining("softmax, sigmoid");
    }

    @Test
    void charactersBeyond16Bits_areRead() throws IOException {
        List<String> names = Collections.nCopies(5000, "\uD840\uDC0B");
        assertThat(read("preprocess: imagenet\nlabels: [" + String.join(", ", names) + "]")
                        .labels()
                        .names())
                .isEqualTo(names);
    }

    private static ModelManifest read(String yaml) throws IOException {
        return ManifestFile.read(utf8(yaml), "Pets.v2", 7, BESIDE::get);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
