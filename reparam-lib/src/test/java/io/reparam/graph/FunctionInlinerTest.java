package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.junit.jupiter.api.Test;

class FunctionInlinerTest {
    private static OperatorSetIdProto opset(String domain, long version) {
        return OperatorSetIdProto.newBuilder()
                .setDomain(domain)
                .setVersion(version)
                .build();
    }

    private static NodeProto node(String type, String input, String output) {
        return NodeProto.newBuilder()
                .setDomain(type.equals("Relu") ? "" : "my")
                .setOpType(type)
                .addInput(input)
                .addOutput(output)
                .build();
    }

    /** {@code y = does(x)}. */
    private static FunctionProto function(String name, String does, long opset) {
        return FunctionProto.newBuilder()
                .setDomain("my")
                .setName(name)
                .addInput("x")
                .addOutput("y")
                .addNode(node(does, "x", "y"))
                .addOpsetImport(opset("", opset))
                .addOpsetImport(opset("my", 1))
                .build();
    }

    /** "older" is for other operators than the model's, and calls "inner"; nobody calls "spare". */
    @Test
    void functionForAnotherOpset_staysWithWhatItCalls_othersGo() {
        GraphProto graph = GraphProto.newBuilder()
                .addNode(node("plain", "a", "b"))
                .addNode(node("older", "b", "c"))
                .build();
        ModelProto flat = FunctionInliner.inline(ModelProto.newBuilder()
                .addOpsetImport(opset("", 17))
                .addOpsetImport(opset("my", 1))
                .addFunctions(function("plain", "inner", 17))
                .addFunctions(function("older", "inner", 9))
                .addFunctions(function("inner", "Relu", 17))
                .addFunctions(function("spare", "Relu", 17))
                .setGraph(graph)
                .build());
        assertThat(flat.getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Relu", "older");
        assertThat(flat.getFunctionsList()).extracting(FunctionProto::getName).containsExactly("older", "inner");
    }
}
