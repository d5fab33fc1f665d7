package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A model whose inputs and outputs are tensors where they are sequences and optionals of tensors: ONNX Runtime's Java side feeds
 * nothing else, and reads no optional. A sequence is made of {@value #LENGTH} tensors, an optional has its value.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceConstruct.html">ONNX SequenceConstruct</a>
 */
public final class TensorInputs {
    private static final int LENGTH = 3;

    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final List<NodeProto> before = new ArrayList<>();
    private final List<NodeProto> after = new ArrayList<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();

    private TensorInputs() {}

    /** Inputs that are given as so many tensors, or as tensors that are there: nothing else of them is compared. */
    public static List<String> made(OnnxSource source) throws IOException {
        return source.outline().getGraph().getInputList().stream()
                .filter(TensorInputs::isOther)
                .map(input -> "input '" + input.getName() + "'"
                        + (input.getType().hasOptionalType() ? " left out" : " of another length than " + LENGTH))
                .toList();
    }

    /** @throws IOException if the model cannot be read */
    public static OnnxSource of(OnnxSource source) throws IOException {
        GraphProto seen = source.outline().getGraph();
        boolean any = seen.getInputList().stream().anyMatch(TensorInputs::isOther)
                || seen.getOutputList().stream()
                        .anyMatch(value -> value.getType().hasOptionalType());
        return any ? source.with(new TensorInputs().changed(source.read())) : source;
    }

    private static boolean isOther(ValueInfoProto value) {
        return value.getType().hasSequenceType() || value.getType().hasOptionalType();
    }

    private byte[] changed(ModelProto model) {
        GraphProto graph = model.getGraph();
        graph.getInputList().forEach(this::input);
        graph.getOutputList().forEach(this::output);
        GraphProto.Builder changed = graph.toBuilder()
                .clearInput()
                .clearOutput()
                .clearNode()
                .addAllInput(inputs)
                .addAllNode(before)
                .addAllNode(graph.getNodeList())
                .addAllNode(after)
                .addAllOutput(outputs);
        return model.toBuilder().setGraph(changed).build().toByteArray();
    }

    private void input(ValueInfoProto input) {
        if (!isOther(input)) {
            inputs.add(input);
            return;
        }
        TypeProto type = input.getType();
        boolean optional = type.hasOptionalType();
        TypeProto value = optional ? type.getOptionalType().getElemType() : type;
        String name = optional ? input.getName() + ".value" : input.getName();
        if (value.hasSequenceType()) {
            NodeProto.Builder sequence =
                    NodeProto.newBuilder().setOpType("SequenceConstruct").addOutput(name);
            for (int i = 0; i < LENGTH; i++) {
                inputs.add(
                        named(input.getName() + "." + i, value.getSequenceType().getElemType()));
                sequence.addInput(input.getName() + "." + i);
            }
            before.add(sequence.build());
        } else {
            inputs.add(named(name, value));
        }
        if (optional) {
            before.add(node("Optional", name, input.getName()).build());
        }
    }

    /** Whether there is a value, and the value, or nothing. */
    private void output(ValueInfoProto output) {
        if (!output.getType().hasOptionalType()) {
            outputs.add(output);
            return;
        }
        TypeProto type = output.getType().getOptionalType().getElemType();
        String value = output.getName() + ".value";
        String has = output.getName() + ".has";
        TypeProto.Builder flag = TypeProto.newBuilder();
        flag.getTensorTypeBuilder().setElemType(TensorProto.DataType.BOOL_VALUE).getShapeBuilder();
        after.add(node("OptionalHasElement", output.getName(), has).build());
        after.add(node("If", has, value)
                .addAttribute(body("then_branch", node("OptionalGetElement", output.getName(), value + ".got")))
                .addAttribute(body("else_branch", nothing(type).addOutput(value + ".none")))
                .build());
        outputs.add(named(has, flag.build()));
        outputs.add(ValueInfoProto.newBuilder().setName(value).build());
    }

    private static AttributeProto body(String name, NodeProto.Builder node) {
        GraphProto.Builder body = GraphProto.newBuilder()
                .setName(name)
                .addNode(node)
                .addOutput(ValueInfoProto.newBuilder().setName(node.getOutput(0)));
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body)
                .build();
    }

    private static NodeProto.Builder nothing(TypeProto type) {
        boolean sequence = type.hasSequenceType();
        int element = sequence
                ? type.getSequenceType().getElemType().getTensorType().getElemType()
                : type.getTensorType().getElemType();
        AttributeProto.Builder attribute = sequence
                ? AttributeProto.newBuilder()
                        .setName("dtype")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(element)
                : AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(TensorProto.newBuilder().setDataType(element).addDims(0));
        return NodeProto.newBuilder()
                .setOpType(sequence ? "SequenceEmpty" : "Constant")
                .addAttribute(attribute);
    }

    private static ValueInfoProto named(String name, TypeProto type) {
        return ValueInfoProto.newBuilder().setName(name).setType(type).build();
    }

    private static NodeProto.Builder node(String opType, String input, String output) {
        return NodeProto.newBuilder().setOpType(opType).addInput(input).addOutput(output);
    }
}
