package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose weights stay in their file. */
class WeightlessModelTest {
    private static final float[] WEIGHTS = new float[600];

    static {
        for (int i = 0; i < WEIGHTS.length; i++) {
            WEIGHTS[i] = i - 300.5f;
        }
    }

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        GraphBuilder builder = GraphBuilder.of("net").input("x", "N", 600);
        builder.initializer("small", new long[] {3}, new float[] {1, 2, 3});
        builder.initializer("large", new long[] {600}, WEIGHTS);
        builder.node(
                "Constant",
                "c",
                Attributes.none().with("value", new Attribute.Array(Tensor.of("", new long[] {600}, WEIGHTS))));
        builder.node("Add", "h", Attributes.none(), "x", "large");
        builder.node("Mul", "y", Attributes.none(), "h", "c");
        file = directory.resolve("net.onnx");
        OnnxFile.write(builder.output("y", "N", 600).metadata("key", "value").build(), file);
    }

    @Test
    void read_isTheSameModel_withoutItsWeightsInMemory() throws IOException {
        byte[] before = Files.readAllBytes(file);
        Graph graph = OnnxFile.read(file, 0);
        assertThat(graph.initializer("large").orElseThrow().values()).isInstanceOf(TensorValues.OnDisk.class);
        assertThat(graph.initializer("small").orElseThrow().values()).isInstanceOf(TensorValues.Stored.class);
        assertThat(Arrays.equals(graph.initializer("large").orElseThrow().floats(), WEIGHTS))
                .isTrue();
        double[] doubles = graph.initializer("large").orElseThrow().doubles();
        assertThat(doubles[599]).isEqualTo(298.5);
        assertThat(OnnxFile.hasExternalData(graph)).isFalse();
        assertThat(OnnxFile.size(graph)).isBetween(before.length - 16L, (long) before.length);
        OnnxFile.write(graph, file); // over the file that it is read from
        assertThat(Files.readAllBytes(file)).hasSameSizeAs(before);
        Files.delete(file);
        assertThat(Arrays.equals(graph.initializer("large").orElseThrow().floats(), WEIGHTS))
                .as("the file is open, whatever it is called")
                .isTrue();
        assertThat(graph.nodes().get(0).attributes().asMap().get("value"))
                .isInstanceOfSatisfying(
                        Attribute.Array.class,
                        constant -> assertThat(constant.value().doubles()[0]).isEqualTo(-300.5));
    }

    @Test
    void read_ofAFileThatIsCutOff_isRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {1, 100, 1000, 3000, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length), StandardOpenOption.TRUNCATE_EXISTING);
            assertThatThrownBy(() -> OnnxFile.read(file, 0))
                    .isInstanceOf(InvalidOnnxException.class)
                    .hasMessageContaining("net.onnx' is ");
        }
    }

    @Test
    void read_tensorOfTheWrongSize_isRefused() throws IOException {
        Graph graph = OnnxFile.read(file);
        byte[] bytes = OnnxFile.bytes(graph);
        // the dimension 600 of 'large' is the two bytes D8 04
        for (int i = 0; i < bytes.length - 6; i++) {
            if (bytes[i] == (byte) 0xD8
                    && bytes[i + 1] == 4
                    && new String(bytes, i, 20, "ISO-8859-1").contains("large")) {
                bytes[i + 1] = 5;
            }
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> OnnxFile.read(file, 0))
                .hasMessageContaining("tensor 'large' of shape [728] has 2400 bytes, not 2912");
    }
}
