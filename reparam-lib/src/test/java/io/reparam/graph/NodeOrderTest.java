package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeOrderTest {
    private static NodeProto node(String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType("Sum")
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    /** As float16 converters append the casts that they insert. */
    @Test
    void nodesThatCameTooEarly_waitForWhatTheyRead() {
        List<NodeProto> nodes = List.of(node("a", "x"), node("c", "b", "a"), node("d", "x"), node("b", "a"));
        assertThat(NodeOrder.sorted(nodes))
                .extracting(node -> node.getOutput(0))
                .containsExactly("a", "d", "b", "c");
    }

    @Test
    void bodiesReadWhatIsAround() {
        NodeProto holder = node("y", "x").toBuilder()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("body")
                        .setG(GraphProto.newBuilder().addNode(node("inner", "late"))))
                .build();
        assertThat(NodeOrder.sorted(List.of(holder, node("late", "x"))))
                .extracting(node -> node.getOutput(0))
                .containsExactly("late", "y");
    }

    @Test
    void orderAndCircles_stay() {
        List<NodeProto> order = List.of(node("a", "x"), node("b", "a"));
        assertThat(NodeOrder.sorted(order)).isSameAs(order);
        List<NodeProto> circle = List.of(node("a", "b"), node("b", "a"));
        assertThat(NodeOrder.sorted(circle)).isSameAs(circle);
    }
}
