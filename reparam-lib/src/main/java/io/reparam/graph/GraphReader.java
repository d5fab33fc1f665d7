package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From protobuf to {@link Graph}. */
final class GraphReader {
    private final ExternalData files;

    GraphReader(ExternalData files) {
        this.files = files;
    }

    /** @throws IllegalArgumentException if the model holds something that cannot be read here */
    Graph read(ModelProto given) {
        ModelProto model = FunctionInliner.inline(given);
        Map<String, Long> opsets = new LinkedHashMap<>();
        model.getOpsetImportList()
                .forEach(o -> opsets.put(o.getDomain().equals("ai.onnx") ? "" : o.getDomain(), o.getVersion()));
        GraphProto proto = model.getGraph();
        Graph graph = new Graph(
                proto.getName(),
                Math.toIntExact(model.getIrVersion()),
                opsets,
                frame(model, new EmbeddedValues(files)));
        proto.getInputList().forEach(v -> graph.addInput(value(v)));
        proto.getOutputList().forEach(v -> graph.addOutput(value(v)));
        proto.getValueInfoList().forEach(v -> graph.putIntermediate(value(v)));
        for (TensorProto tensor : proto.getInitializerList()) {
            if (graph.initializers().containsKey(tensor.getName())) {
                throw new IllegalArgumentException("two initializers have the name '" + tensor.getName() + "'");
            }
            requireText(tensor.getName());
            graph.putInitializer(TensorData.read(tensor, files));
        }
        NodeOrder.sorted(proto.getNodeList()).forEach(n -> graph.add(node(n)));
        model.getMetadataPropsList().forEach(e -> graph.metadata().put(e.getKey(), e.getValue()));
        return graph;
    }

    private static ModelProto frame(ModelProto model, EmbeddedValues values) {
        GraphProto.Builder graph = values.sparse(model.getGraph()).toBuilder()
                .clearInput()
                .clearOutput()
                .clearValueInfo()
                .clearInitializer()
                .clearNode();
        ModelProto.Builder frame =
                model.toBuilder().clearMetadataProps().clearOpsetImport().setGraph(graph);
        for (FunctionProto.Builder function : frame.getFunctionsBuilderList()) {
            for (int i = 0; i < function.getNodeCount(); i++) {
                function.setNode(i, values.in(function.getNode(i)));
            }
        }
        return frame.build();
    }

    Node node(NodeProto proto) {
        proto.getInputList().forEach(GraphReader::requireText);
        proto.getOutputList().forEach(GraphReader::requireText);
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (AttributeProto attribute : proto.getAttributeList()) {
            try {
                attributes.put(attribute.getName(), AttributeCodec.read(attribute, files));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        proto.getOpType() + " '"
                                + (proto.getName().isEmpty()
                                        ? String.join(", ", proto.getOutputList())
                                        : proto.getName())
                                + "': " + e.getMessage(),
                        e);
            }
        }
        return new Node(
                proto.getName(),
                proto.getOpType(),
                proto.getDomain(),
                proto.getInputList(),
                proto.getOutputList(),
                new Attributes(attributes),
                proto.toBuilder().clearInput().clearOutput().clearAttribute().build());
    }

    static Value value(ValueInfoProto proto) {
        TypeProto type = proto.getType();
        if (!type.hasTensorType()) {
            return new Value(proto.getName(), null, null, proto);
        }
        int code = type.getTensorType().getElemType();
        List<Dim> dims = type.getTensorType().hasShape()
                ? type.getTensorType().getShape().getDimList().stream()
                        .map(GraphReader::dim)
                        .toList()
                : null;
        return new Value(proto.getName(), code == 0 ? null : ElementType.ofCode(code), dims, proto);
    }

    private static Dim dim(Dimension proto) {
        return switch (proto.getValueCase()) {
            case DIM_VALUE -> new Dim.Fixed(proto.getDimValue());
            case DIM_PARAM -> new Dim.Named(proto.getDimParam());
            case VALUE_NOT_SET -> new Dim.Unknown();
        };
    }

    /** Bytes that are not UTF-8 are replaced when they are read, so that two names could become one. */
    private static void requireText(String name) {
        if (name.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException("name '" + name + "' is not UTF-8");
        }
    }
}
