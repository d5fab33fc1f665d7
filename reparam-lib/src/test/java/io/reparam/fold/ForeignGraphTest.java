package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What only other exporters write: subgraphs and half floats. */
class ForeignGraphTest {
    private static ModelProto convThenNorm() throws IOException {
        SmallNet net = SmallNet.image(4, 4);
        net.norm("y", net.conv("c", "x", 4, 4, 1, true), 4, 1e-5f);
        return ModelProto.parseFrom(OnnxFile.bytes(net.build()));
    }

    private static Graph parse(ModelProto model) throws IOException {
        return OnnxFile.parse(model.toByteArray(), "foreign");
    }

    @Test
    void refuse_valueReadInsideIf() throws IOException {
        FoldTester.fold(parse(readInsideIf(convThenNorm())))
                .nothingFired()
                .refused("output of Conv 'c' is also read elsewhere");
    }

    @Test
    void refuse_branchReadInsideIf() throws IOException {
        SmallNet net = SmallNet.image(4, 4);
        net.node("Add", "y", net.conv("c", "x", 4, 4, 1, true), net.conv("d", "x", 4, 4, 1, true));
        ModelProto model = ModelProto.parseFrom(OnnxFile.bytes(net.build()));
        FoldTester.fold(parse(readInsideIf(model)))
                .nothingFired()
                .refused("Add 'y' stays: the output of Conv 'c' is also read elsewhere");
    }

    @Test
    void leave_nodesInsideIf() throws IOException {
        ModelProto model = convThenNorm();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        graph.addInput(value("flag", TensorProto.DataType.BOOL_VALUE));
        graph.addOutput(value("z", TensorProto.DataType.FLOAT_VALUE));
        AttributeProto same = branch("else_branch", "c.weight");
        NodeProto choice = NodeProto.newBuilder()
                .setOpType("If")
                .addInput("flag")
                .addOutput("z")
                .addAttribute(branch("then_branch", "x"))
                .addAttribute(same)
                .build();
        FoldTester tester = FoldTester.fold(
                        parse(model.toBuilder().setGraph(graph.addNode(choice)).build()))
                .fired("BatchNormIntoConv", 1)
                .leaves("Conv", "If");
        assertThat(tester.graph().initializers())
                .as("a copy for the Conv, the old for the If")
                .containsKey("c.weight");
        assertThat(tester.graph().nodes().get(0).input(1)).isEqualTo("c.weight_1");
    }

    @Test
    void fold_halfFloats() throws IOException {
        ModelProto model = convThenNorm();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
            tensor.setDataType(TensorProto.DataType.FLOAT16_VALUE)
                    .setRawData(quarters(tensor.getRawData().size() / 4));
        }
        half(graph.getInputBuilder(0));
        half(graph.getOutputBuilder(0));
        FoldTester.fold(parse(model.toBuilder().setGraph(graph).build()))
                .fired("BatchNormIntoConv", 1)
                .leaves("Conv")
                .sameNumbers(5e-3);
    }

    /** 0.25, 0.5, 0.75, 1 in turn, as float16. */
    private static ByteString quarters(int count) {
        byte[] upper = {0x34, 0x38, 0x3a, 0x3c};
        byte[] bytes = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            bytes[2 * i + 1] = upper[i % 4];
        }
        return ByteString.copyFrom(bytes);
    }

    /** With an If that reads "c" or "x". */
    private static ModelProto readInsideIf(ModelProto model) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        graph.addInput(value("flag", TensorProto.DataType.BOOL_VALUE));
        graph.addOutput(value("z", TensorProto.DataType.FLOAT_VALUE));
        graph.addNode(NodeProto.newBuilder()
                .setOpType("If")
                .addInput("flag")
                .addOutput("z")
                .addAttribute(branch("then_branch", "c"))
                .addAttribute(branch("else_branch", "x")));
        return model.toBuilder().setGraph(graph).build();
    }

    private static void half(ValueInfoProto.Builder value) {
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT16_VALUE);
    }

    private static AttributeProto branch(String name, String reads) {
        GraphProto body = GraphProto.newBuilder()
                .setName(name)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput(reads)
                        .addOutput(name + ".out"))
                .addOutput(value(name + ".out", TensorProto.DataType.FLOAT_VALUE))
                .build();
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body)
                .build();
    }

    /** A flag of no dimensions, or four free dimensions. */
    private static ValueInfoProto value(String name, int type) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < 4 && type == TensorProto.DataType.FLOAT_VALUE; i++) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder());
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }
}
