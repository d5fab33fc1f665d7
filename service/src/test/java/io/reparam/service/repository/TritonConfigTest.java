package io.reparam.service.repository;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TritonConfigTest {
    @Test
    void everyWayToWriteIt_meansTheSame() {
        TritonConfig config = read("""
                # a comment
                name: "m"; backend: 'onnx' "runtime"
                max_batch_size: 8
                input { name: "x" data_type: TYPE_FP32 dims: 1 dims: 2 reshape: { shape: [ ] } }
                output: < name: "y", data_type: TYPE_STRING; dims: [ -1 ] label_filename: "classes.txt" >
                instance_group [ { count: 2 kind: KIND_CPU }, { count: 1 } ]
                dynamic_batching { max_queue_delay_microseconds: 1500 }
                default_model_filename: "net.onnx"
                """);
        assertThat(config.maxBatchSize()).isEqualTo(8);
        assertThat(config.inputs()).containsExactly(new TritonConfig.Tensor("x", "FP32", List.of(1L, 2L), List.of()));
        assertThat(config.outputs()).containsExactly(new TritonConfig.Tensor("y", "BYTES", List.of(-1L), null));
        assertThat(config.labelFile()).isEqualTo("classes.txt");
        assertThat(config.instances()).isEqualTo(3);
        assertThat(config.maxDelayMicros()).isEqualTo(1500);
        assertThat(config.modelFile()).isEqualTo("net.onnx");
        assertThat(config.unsupported()).isEmpty();
    }

    /** As a server's own description of a model is, where what nobody set is empty. */
    @Test
    void whatNobodySet_isAsIfItWereNotThere() {
        TritonConfig config = read("""
                platform: "" backend: "onnxruntime" runtime: ""
                input [{ name: "x" dims: [3] is_shape_tensor: false optional: false }]
                output [{ name: "y" dims: [10] label_filename: "" }]
                batch_input: [] model_warmup []
                instance_group [{ count: 2 gpus: [] profile: [] passive: false }]
                default_model_filename: ""
                """);
        assertThat(config.modelFile()).isEqualTo("model.onnx");
        assertThat(config.labelFile()).isNull();
        assertThat(config.instances()).isEqualTo(2);
        assertThat(config.unsupported()).isEmpty();
    }

    @Test
    void escapes_areBytesAndCharacters() {
        assertThat(read("default_model_filename: \"net\\056onnx\"").modelFile()).isEqualTo("net.onnx");
        assertThat(read("default_model_filename: 'a\\x6e\\'\\u00e4\\U0001F600\\303\\244'")
                        .modelFile())
                .isEqualTo("an'\u00e4\uD83D\uDE00\u00e4");
        assertThatThrownBy(() -> read("a: '\\U7fffffff'")).hasMessageContaining("line 1: an escape names no character");
        assertThatThrownBy(() -> read("a: '\\xg'")).hasMessageContaining("line 1: an escape has no digits");
        assertThatThrownBy(() -> read("a: 'b\\")).hasMessageContaining("a text does not end");
    }

    @Test
    void ensemble_isNamedAsNotSupported() {
        assertThatThrownBy(() -> read("platform: \"ensemble\" ensemble_scheduling { step [{ model_name: \"a\" }] }"))
                .hasMessageContaining("an ensemble of other models, which is not supported");
    }

    @Test
    void labels_areThoseOfTheFirstOutputThatHasSome() {
        TritonConfig config = read("""
                output [{ name: "features" dims: [16] }, { name: "y" dims: [10] label_filename: "names.txt" }]
                """);
        assertThat(config.labelFile()).isEqualTo("names.txt");
    }

    @Test
    void labels_thatAreNotThere_areNamed(@TempDir Path root) throws IOException {
        Path version = Files.createDirectories(root.resolve("m/1"));
        Files.write(version.resolve("model.onnx"), new byte[] {1});
        Files.writeString(root.resolve("m/config.pbtxt"), "output { name: \"y\" label_filename: \"nowhere.txt\" }");
        ModelListing model = requireNonNull(new DirectoryRepository(root).list().get("m"));
        assertThatThrownBy(() -> requireNonNull(model.versions().get(1)).read())
                .isInstanceOf(UnservableException.class)
                .hasMessageContaining("names the labels 'nowhere.txt', which are not there");
    }

    /** Else it would be the end of the thread that reads it. */
    @Test
    void messagesInMessagesWithoutEnd_areRefused() {
        assertThatThrownBy(() -> read("a{".repeat(1_000_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper than 100 levels");
    }

    @Test
    void whatIsNotFollowed_isNamed() {
        TritonConfig config = read("""
                max_batch_size: 4
                dynamic_batching { preferred_batch_size: [4] priority_levels: 2 }
                instance_group { kind: KIND_GPU gpus: [0] }
                optimization { graph { level: 1 } }
                model_warmup [{ name: "w" }]
                """);
        assertThat(config.unsupported())
                .containsExactly(
                        "optimization",
                        "model_warmup",
                        "dynamic_batching.preferred_batch_size",
                        "dynamic_batching.priority_levels",
                        "instance_group.gpus",
                        "instance_group.kind KIND_GPU");
    }

    @Test
    void policies_chooseVersions() {
        TreeSet<Integer> there = new TreeSet<>(List.of(1, 2, 5));
        assertThat(read("").policy().choose(there))
                .as("the latest that can be served")
                .isEmpty();
        assertThat(read("version_policy: { all {}}").policy().choose(there)).containsExactly(1, 2, 5);
        assertThat(read("version_policy { latest { num_versions: 2 } }")
                        .policy()
                        .choose(there))
                .containsExactly(2, 5);
        assertThat(read("version_policy: { specific: { versions: [1, 5] } }")
                        .policy()
                        .choose(there))
                .containsExactly(1, 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "platform: \"pytorch_libtorch\" | only ONNX runs here",
                "backend: \"python\" | only ONNX runs here",
                "name: \"other\" | make them the same",
                "max_batch_size: many | not a whole number",
                "input { name: \"x\" | '}' is missing",
                "input [ name ] | must be a message",
                "name: \"m | does not end",
                "name | has no value"
            })
    void whatCannotBeFollowed_isRefusedWithAReason(String text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static TritonConfig read(String text) {
        return TritonConfig.read(text.getBytes(StandardCharsets.UTF_8), "m");
    }
}
