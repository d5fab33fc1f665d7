package io.reparam.verify.cut;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapSizesTest {
    private static NodeProto.Builder node(String type, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static NodeProto pool() {
        return node("MaxPool", "p", "x")
                .addAttribute(ints("kernel_shape", 2, 2))
                .addAttribute(ints("strides", 2, 2))
                .build();
    }

    private static boolean areLeft(ModelProto model, long height) throws IOException {
        return MapSizes.of(OnnxSource.of(model.toByteArray())).areLeft(Map.of("x", new long[] {1, 2, height, 16}));
    }

    /** A pooling by two and a Conv of three rows, whose weights say so. */
    @ParameterizedTest
    @CsvSource({"6, true", "5, false", "1, false"})
    void poolingAndConvolution(long height, boolean left) throws IOException {
        GraphProto graph = GraphProto.newBuilder()
                .addInitializer(TensorProto.newBuilder().setName("w").addAllDims(List.of(4L, 2L, 3L, 1L)))
                .addNode(pool())
                .addNode(node("Relu", "r", "p"))
                .addNode(node("Conv", "c", "r", "w"))
                .build();
        assertThat(areLeft(ModelProto.newBuilder().setGraph(graph).build(), height))
                .isEqualTo(left);
    }

    @Test
    void bodiesAndFunctions() throws IOException {
        NodeProto holder = node("Loop", "l", "n")
                .addAttribute(
                        AttributeProto.newBuilder().setG(GraphProto.newBuilder().addNode(pool())))
                .build();
        ModelProto loop = ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder().addNode(holder))
                .build();
        ModelProto call = ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder().addNode(node("half", "h", "x").setDomain("my")))
                .addFunctions(FunctionProto.newBuilder()
                        .setDomain("my")
                        .setName("half")
                        .addInput("x")
                        .addOutput("p")
                        .addNode(pool()))
                .build();
        for (ModelProto model : List.of(loop, call)) {
            assertThat(areLeft(model, 2)).isTrue();
            assertThat(areLeft(model, 1)).isFalse();
        }
    }
}
