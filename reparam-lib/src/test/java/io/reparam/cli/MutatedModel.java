package io.reparam.cli;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A valid file with one to three faults, as broken exporters, editors and transfers make them. */
final class MutatedModel {
    private static final long[] NUMBERS = {
        -1, 0, 1, 2, 3, 7, -2, 64, 1 << 20, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private static final float[] REALS = {0, -1, 1e-30f, 1e30f, Float.NaN, Float.POSITIVE_INFINITY};

    private static final List<String> OPERATORS = List.of(
            "Add",
            "Mul",
            "Div",
            "Relu",
            "Conv",
            "Identity",
            "Transpose",
            "Reshape",
            "Cast",
            "Concat",
            "MatMul",
            "Nonsense");
    private static final int OLDEST_FAULTY_OPSET = -1;

    private final Random random;
    private final TensorFaults tensors;

    private final ModelProto.Builder model;

    private final GraphProto.Builder graph;

    private final List<String> done = new ArrayList<>();

    private MutatedModel(byte[] onnx, Random random) throws InvalidProtocolBufferException {
        this.random = random;
        tensors = new TensorFaults(random, this::anyName);
        model = ModelProto.parseFrom(onnx).toBuilder();
        graph = model.getGraphBuilder();
    }

    /** The bytes, and what was done to them. */
    record Mutation(byte[] onnx, String what) {}

    static Mutation of(byte[] onnx, Random random) throws InvalidProtocolBufferException {
        if (random.nextInt(5) == 0) {
            return bytes(onnx.clone(), random);
        }
        MutatedModel mutated = new MutatedModel(onnx, random);
        for (int faults = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1; faults > 0; faults--) {
            mutated.change();
        }
        return new Mutation(mutated.model.build().toByteArray(), String.join(", ", mutated.done));
    }

    private static Mutation bytes(byte[] onnx, Random random) {
        if (random.nextInt(4) == 0) {
            int length = random.nextInt(onnx.length);
            return new Mutation(Arrays.copyOf(onnx, length), "cut off after " + length);
        }
        StringBuilder what = new StringBuilder("bits flipped at");
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            int at = random.nextInt(onnx.length);
            onnx[at] ^= (byte) (1 << random.nextInt(8));
            what.append(' ').append(at);
        }
        return new Mutation(onnx, what.toString());
    }

    private void change() {
        int nodes = graph.getNodeCount();
        int kind = random.nextInt(24);
        if (nodes == 0 || kind >= 16) {
            changeModel(kind);
            return;
        }
        int at = random.nextInt(nodes);
        NodeProto.Builder node = graph.getNodeBuilder(at);
        done.add(node.getOpType() + " " + at + ": " + changeNode(kind, at, node));
    }

    private String changeNode(int kind, int at, NodeProto.Builder node) {
        switch (kind) {
            case 0 -> {
                graph.removeNode(at);
                return "removed";
            }
            case 1, 2 -> {
                return rewire(node, anyName());
            }
            case 3 -> {
                return node.getOutputCount() == 0 ? "no output" : rewire(node, node.getOutput(0));
            }
            case 4 -> {
                return rewire(node, "");
            }
            case 5 -> {
                node.addInput(anyName());
                return "one more input";
            }
            case 6 -> {
                if (node.getOutputCount() == 0) {
                    return "no output";
                }
                node.setOutput(random.nextInt(node.getOutputCount()), anyName());
                return "output has a name that is there";
            }
            case 7 -> {
                node.setOpType(OPERATORS.get(random.nextInt(OPERATORS.size())));
                return "becomes " + node.getOpType();
            }
            case 8 -> {
                graph.addNode(random.nextInt(graph.getNodeCount()), node.build());
                return "twice";
            }
            case 9 -> {
                NodeProto moved = node.build();
                graph.removeNode(at);
                graph.addNode(random.nextInt(graph.getNodeCount() + 1), moved);
                return "elsewhere in the order";
            }
            case 10 -> {
                node.setDomain(random.nextBoolean() ? "nowhere" : "com.microsoft");
                return "domain " + node.getDomain();
            }
            default -> {
                return changeAttribute(node);
            }
        }
    }

    private String rewire(NodeProto.Builder node, String name) {
        if (node.getInputCount() == 0) {
            return "no input";
        }
        int input = random.nextInt(node.getInputCount());
        node.setInput(input, name);
        return "input " + input + " is '" + name + "'";
    }

    private String changeAttribute(NodeProto.Builder node) {
        if (node.getAttributeCount() == 0) {
            node.addAttribute(AttributeProto.newBuilder()
                    .setName(List.of("axis", "keepdims", "group", "to").get(random.nextInt(4)))
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(number()));
            return "a new attribute";
        }
        int at = random.nextInt(node.getAttributeCount());
        AttributeProto.Builder attribute = node.getAttributeBuilder(at);
        String name = "attribute " + attribute.getName();
        switch (random.nextInt(5)) {
            case 0 -> {
                node.removeAttribute(at);
                return name + " removed";
            }
            case 1 -> {
                attribute.setType(AttributeProto.AttributeType.values()[random.nextInt(9)]);
                return name + " of type " + attribute.getType();
            }
            case 2 -> {
                attribute.addInts(number());
                return name + " longer";
            }
            default -> {
                return name + " " + changeValue(attribute);
            }
        }
    }

    private String changeValue(AttributeProto.Builder attribute) {
        if (attribute.hasT()) {
            return tensors.change(attribute.getTBuilder());
        }
        if (attribute.hasG()) {
            GraphProto.Builder body = attribute.getGBuilder();
            if (body.getNodeCount() > 0) {
                body.removeNode(random.nextInt(body.getNodeCount()));
            }
            return "a node of its body less";
        }
        if (attribute.getIntsCount() > 0) {
            attribute.setInts(random.nextInt(attribute.getIntsCount()), number());
            return attribute.getIntsList().toString();
        }
        if (attribute.hasF()) {
            attribute.setF(REALS[random.nextInt(REALS.length)]);
            return Float.toString(attribute.getF());
        }
        if (attribute.hasS()) {
            attribute.setS(ByteString.copyFromUtf8("odd"));
            return "odd";
        }
        attribute.setI(number());
        return Long.toString(attribute.getI());
    }

    private void changeModel(int kind) {
        switch (kind) {
            case 16, 17, 18 -> {
                if (graph.getInitializerCount() > 0) {
                    TensorProto.Builder tensor =
                            graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
                    done.add("initializer " + tensor.getName() + " " + tensors.change(tensor));
                }
            }
            case 19 -> {
                if (graph.getInitializerCount() > 0) {
                    graph.removeInitializer(random.nextInt(graph.getInitializerCount()));
                    done.add("an initializer removed");
                }
            }
            case 20 -> {
                if (model.getOpsetImportCount() > 0) {
                    model.getOpsetImportBuilder(random.nextInt(model.getOpsetImportCount()))
                            .setVersion(OLDEST_FAULTY_OPSET + random.nextInt(30));
                }
                done.add("opset " + model.getOpsetImportList());
            }
            case 21 -> {
                if (graph.getInputCount() > 0) {
                    done.add("input " + tensors.change(graph.getInputBuilder(random.nextInt(graph.getInputCount()))));
                }
            }
            case 22 -> {
                if (graph.getOutputCount() > 0) {
                    done.add(
                            "output " + tensors.change(graph.getOutputBuilder(random.nextInt(graph.getOutputCount()))));
                }
            }
            default -> {
                ValueInfoProto.Builder info =
                        graph.getInputCount() > 0 ? graph.getInput(0).toBuilder() : ValueInfoProto.newBuilder();
                String name = anyName();
                graph.addValueInfo(info.setName(name));
                done.add("'" + name + "' is said to be as the input");
            }
        }
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private String anyName() {
        List<String> names = new ArrayList<>();
        graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
        graph.getInputList().forEach(input -> names.add(input.getName()));
        graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        return names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
    }
}
