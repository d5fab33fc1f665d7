package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
    @TempDir
    Path directory;

    @TempDir
    Path elsewhere;

    private Path file;

    private static Graph sample() {
        GraphBuilder builder = GraphBuilder.of("net").input("x", 1, 16, 4, 4);
        float[] weights = new float[16 * 16];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i - 100;
        }
        builder.initializer("w", new long[] {16, 16, 1, 1}, weights);
        builder.initializer("v", new long[] {16, 16, 1, 1}, weights);
        builder.initializer("b", new long[] {16}, new float[16]);
        builder.node("Conv", "h", Attributes.none(), "x", "w", "b");
        builder.node("Conv", "y", Attributes.none(), "h", "v");
        return builder.output("y", 1, 16, 4, 4).build();
    }

    /** As if 1,000 bytes were all that one file can hold. */
    @BeforeEach
    void writeApart() throws IOException {
        file = directory.resolve("m.onnx");
        try (StagedModel model = new ModelWriter(file).write(sample(), 1000)) {
            model.publish();
        }
    }

    private void change(String key, String value) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        for (StringStringEntryProto.Builder entry :
                model.getGraphBuilder().getInitializerBuilder(0).getExternalDataBuilderList()) {
            if (entry.getKey().equals(key)) {
                entry.setValue(value);
            }
        }
        Files.write(file, model.build().toByteArray());
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> OnnxFile.read(file))
                .isInstanceOf(InvalidOnnxException.class)
                .hasMessageContaining("tensor 'w'")
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }

    @Test
    void read_valuesOfTheOtherFile() throws IOException {
        Graph graph = OnnxFile.read(file);
        assertThat(Arrays.equals(
                        graph.initializer("w").orElseThrow().floats(),
                        sample().initializer("w").orElseThrow().floats()))
                .isTrue();
        assertThat(OnnxFile.size(graph)).isBetween(2048L, 3072L);
        assertThat(Arrays.equals(
                        OnnxFile.parse(OnnxFile.bytes(graph), "inside")
                                .initializer("v")
                                .orElseThrow()
                                .floats(),
                        sample().initializer("v").orElseThrow().floats()))
                .isTrue();
    }

    @Test
    void write_whatOnnxRuntimeReads() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy")).resolve("c.onnx");
        Graph graph = OnnxFile.read(file);
        graph.putInitializer(Tensor.rounded("v", ElementType.FLOAT, new long[] {16, 16, 1, 1}, new double[256]));
        OnnxFile.write(graph, copy);
        try (Stream<Path> files = Files.list(copy.resolveSibling("."))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("c.onnx", "c.onnx.data");
        }
        assertThat(Files.size(copy)).isLessThan(1000);
        float[] fromFiles = run(new OrtModel(copy, SessionSettings.reference(1)));
        graph.putInitializer(Tensor.rounded("v", ElementType.FLOAT, new long[] {16, 16, 1, 1}, new double[256]));
        float[] fromOneMessage = run(new OrtModel(OnnxFile.bytes(graph), SessionSettings.reference(1)));
        assertThat(Arrays.equals(fromFiles, fromOneMessage)).isTrue();
    }

    private static float[] run(OrtModel model) {
        FloatTensor x = FloatTensor.zeros(1, 16, 4, 4);
        x.data().put(3, 1);
        try (model) {
            return Objects.requireNonNull(model.run(Map.of("x", x)).get("y")).toArray();
        }
    }

    @Test
    void write_leavesTheOldWeightsUntilTheModelIsThere() throws IOException {
        byte[] old = Files.readAllBytes(directory.resolve("m.onnx.data"));
        OnnxFile.write(OnnxFile.read(file), file);
        assertThat(directory.resolve("m.onnx.data.2")).exists();
        assertThat(Arrays.equals(old, Files.readAllBytes(directory.resolve("m.onnx.data"))))
                .isTrue();
        assertThat(OnnxFile.read(file).initializer("w")).isPresent();
    }

    @Test
    void read_missingFile() throws IOException {
        Files.delete(directory.resolve("m.onnx.data"));
        assertRefused("m.onnx.data", "does not exist");
    }

    @Test
    void read_cutOffFile() throws IOException {
        Files.write(directory.resolve("m.onnx.data"), new byte[1000]);
        assertRefused("has only 1000", "cut off");
    }

    @Test
    void read_outsideOfTheDirectory() throws IOException {
        for (String location : new String[] {"../m.onnx.data", "/etc/passwd", "a/../../b", ""}) {
            change("location", location);
            assertRefused("not a path inside the model's directory");
        }
    }

    @Test
    void read_linkOutOfTheDirectory() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), Files.createFile(elsewhere.resolve("weights")));
        change("location", "link");
        assertRefused("a link out of the model's directory");
    }

    /** As Hugging Face's cache has it: a folder of blobs, and links to them under the names that the model means. */
    @Test
    void read_linksIntoOneFolder() throws IOException {
        Path snapshot = Files.createDirectory(directory.resolve("snapshot"));
        Path blobs = Files.createDirectory(directory.resolve("blobs"));
        Files.move(file, blobs.resolve("a1"));
        Files.move(directory.resolve("m.onnx.data"), blobs.resolve("b2"));
        Path model = Files.createSymbolicLink(snapshot.resolve("m.onnx"), Path.of("../blobs/a1"));
        Files.createSymbolicLink(snapshot.resolve("m.onnx.data"), Path.of("../blobs/b2"));
        assertThat(OnnxFile.read(model).initializer("w").orElseThrow().floats())
                .isEqualTo(sample().initializer("w").orElseThrow().floats());
        assertThat(run(new OrtModel(model, SessionSettings.reference(1)))).hasSize(256);
    }

    @Test
    void read_absurdNumbers() throws IOException {
        change("offset", "-1");
        assertRefused("offset -1", "below 0");
        change("offset", "9223372036854775807");
        assertRefused("cut off");
        change("offset", "many");
        assertRefused("offset 'many'", "not a number");
        change("offset", "0");
        change("length", "5");
        assertRefused("needs 1024 bytes");
    }
}
