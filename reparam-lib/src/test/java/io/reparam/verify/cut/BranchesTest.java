package io.reparam.verify.cut;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BranchesTest {
    private static NodeProto branching(String output, GraphProto then, GraphProto otherwise) {
        return NodeProto.newBuilder()
                .setOpType("If")
                .addInput("c")
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(then))
                .addAttribute(AttributeProto.newBuilder().setName("else_branch").setG(otherwise))
                .build();
    }

    private static GraphProto body(String output, NodeProto... nodes) {
        GraphProto.Builder body =
                GraphProto.newBuilder().addOutput(ValueInfoProto.newBuilder().setName(output));
        for (NodeProto node : nodes) {
            body.addNode(node);
        }
        return body.build();
    }

    private static Branches of(NodeProto node) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder().addNode(node))
                .build();
        return Branches.of(OnnxSource.of(model.toByteArray()));
    }

    /** What is around an inner If is decided with it. */
    @Test
    void pathToAnInnerIf() throws IOException {
        Branches branches = of(branching("y", body("a"), body("z", branching("z", body("b"), body("c")))));
        assertThat(branches.in(branches)).containsExactly("y", "z");
        assertThat(branches.path("y")).isEmpty();
        assertThat(branches.path("z")).isEqualTo(Map.of("y", false));
    }

    /** Once an outer If is decided, an inner one may have its name. */
    @Test
    void ifInThePlaceOfAnother_isNotTheSame() throws IOException {
        Branches before = of(branching("y", body("z", branching("z", body("b"), body("c"))), body("a")));
        Branches after = of(branching("y", body("b"), body("c")));
        assertThat(before.in(after)).isEmpty();
    }

    @Test
    void functionWithAnIf_isNamed() throws IOException {
        FunctionProto function = FunctionProto.newBuilder()
                .setName("choose")
                .addNode(branching("y", body("a"), body("b")))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .setGraph(GraphProto.getDefaultInstance())
                .addFunctions(function)
                .build();
        Branches branches = Branches.of(OnnxSource.of(model.toByteArray()));
        assertThat(branches.functions()).containsExactly("choose");
        assertThat(branches.any()).isFalse();
    }
}
