package io.reparam.verify.cut;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwitchesTest {
    private static NodeProto node(String domain, String type, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(type)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static FunctionProto function(String name, String output, List<String> inputs, NodeProto node) {
        return FunctionProto.newBuilder()
                .setDomain("my")
                .setName(name)
                .addAllInput(inputs)
                .addOutput(output)
                .addNode(node)
                .build();
    }

    /** The rate goes into a function that hands it to another, which compares it with what it was handed. */
    @Test
    void comparisonInALocalFunction_isSeen() throws IOException {
        GraphProto graph = GraphProto.newBuilder()
                .addInitializer(TensorProto.newBuilder()
                        .setName("limit")
                        .setDataType(TensorProto.DataType.INT64_VALUE)
                        .addInt64Data(16_000))
                .addNode(node("my", "outer", "is", "rate", "limit"))
                .addNode(node("", "Equal", "never", "other", "limit"))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .setGraph(graph)
                .addFunctions(function("outer", "b", List.of("a", "l"), node("my", "inner", "b", "a", "l")))
                .addFunctions(function("inner", "r", List.of("p", "q"), node("", "Greater", "r", "p", "q")))
                .build();
        Switches switches = Switches.of(OnnxSource.of(model.toByteArray()));
        assertThat(switches.of("rate")).containsExactly(15_999L, 16_000L, 16_001L);
        assertThat(switches.of("other")).containsExactly(16_000L);
        assertThat(switches.of("x")).isEmpty();
    }
}
