package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
    @TempDir
    Path directory;

    private static Graph sample() {
        GraphBuilder builder = GraphBuilder.of("net").opset(17).input("x", "N", 3, 4, 4);
        builder.initializer("w", new long[] {2, 3, 1, 1}, new float[] {1, 2, 3, 4, 5, 6});
        Attributes conv = Attributes.none().withInts("kernel_shape", 1, 1).withInt("group", 1);
        builder.node("Conv", "y", conv, "x", "w");
        return builder.output("y", "N", 2, 4, 4).metadata("key", "value").build();
    }

    @Test
    void read_whatWasWritten() throws IOException {
        Path file = directory.resolve("m.onnx");
        OnnxFile.write(sample(), file);
        Graph graph = OnnxFile.read(file);

        assertThat(graph.name()).isEqualTo("net");
        assertThat(graph.producer()).isEqualTo("reparam");
        assertThat(graph.irVersion()).isEqualTo(8);
        assertThat(graph.opset()).isEqualTo(17);
        assertThat(graph.metadata()).isEqualTo(Map.of("key", "value"));
        assertThat(graph.inputs().get(0)).hasToString("x: FLOAT[N, 3, 4, 4]");
        assertThat(graph.nodes().get(0).attributes().getInts("kernel_shape")).contains(List.of(1L, 1L));
        assertThat(graph.initializer("w").orElseThrow().floats()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void write_leavesNothingElseBehind() throws IOException {
        OnnxFile.write(sample(), directory.resolve("m.onnx"));
        OnnxFile.write(sample(), directory.resolve("m.onnx"));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("m.onnx"));
        }
    }

    @Test
    void write_missingDirectory() {
        assertThatThrownBy(() -> OnnxFile.write(sample(), directory.resolve("no/m.onnx")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its directory does not exist");
    }

    @Test
    void read_text() throws IOException {
        Path file = Files.writeString(directory.resolve("a.onnx"), "this is not a model");
        assertThatThrownBy(() -> OnnxFile.read(file))
                .isInstanceOf(InvalidOnnxException.class)
                .hasMessageContaining("a.onnx' is text, not an ONNX model");
    }

    @Test
    void read_empty() throws IOException {
        Path file = Files.createFile(directory.resolve("empty.onnx"));
        assertThatThrownBy(() -> OnnxFile.read(file)).isInstanceOf(InvalidOnnxException.class);
    }

    @Test
    void read_cutOff() {
        byte[] whole = OnnxFile.bytes(sample());
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
        assertThatThrownBy(() -> OnnxFile.parse(half, "half")).isInstanceOf(InvalidOnnxException.class);
    }

    @Test
    void read_externalData() {
        ModelProto model = GraphWriter.write(sample(), TensorData::write);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        graph.getInitializerBuilder(0).clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
        byte[] bytes = model.toBuilder().setGraph(graph).build().toByteArray();
        assertThatThrownBy(() -> OnnxFile.parse(bytes, "big.onnx"))
                .isInstanceOf(InvalidOnnxException.class)
                .hasMessageContaining("'big.onnx'")
                .hasMessageContaining("keeps its values in another file");
    }

    @Test
    void bytes_keepUnknownFields() throws IOException {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                .build();
        ModelProto model = GraphWriter.write(sample(), TensorData::write);
        GraphProto.Builder graph = model.getGraph().toBuilder().setUnknownFields(unknown);
        graph.getNodeBuilder(0).setUnknownFields(unknown);
        graph.getInitializerBuilder(0).setUnknownFields(unknown);
        ModelProto odd =
                model.toBuilder().setUnknownFields(unknown).setGraph(graph).build();
        assertThat(ModelProto.parseFrom(OnnxFile.bytes(OnnxFile.parse(odd.toByteArray(), "odd"))))
                .isEqualTo(odd);
    }
}
