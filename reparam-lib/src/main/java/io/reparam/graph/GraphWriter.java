package io.reparam.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.function.Function;

/** From {@link Graph} to protobuf. */
final class GraphWriter {
    private GraphWriter() {}

    /** Bytes of the model and of its weights, wherever they are; nothing is read for it. */
    static long size(Graph graph) {
        long outside = 0;
        for (Tensor tensor : graph.initializers().values()) {
            outside += tensor.values() instanceof TensorValues.OnDisk values ? values.length() : 0;
        }
        ModelProto inside = write(
                graph,
                tensor -> tensor.values() instanceof TensorValues.OnDisk
                        ? TensorData.header(tensor).build()
                        : TensorData.write(tensor));
        return outside + inside.getSerializedSize();
    }

    /** @param stored the form of an initializer */
    static ModelProto write(Graph graph, Function<Tensor, TensorProto> stored) {
        GraphProto.Builder proto = graph.frame().getGraph().toBuilder();
        graph.inputs().forEach(v -> proto.addInput(value(v)));
        graph.outputs().forEach(v -> proto.addOutput(value(v)));
        for (Value value : graph.intermediates().values()) {
            // what was said of a value that no longer exists would be refused by strict readers
            if (graph.producer(value.name()).isPresent()) {
                proto.addValueInfo(value(value));
            }
        }
        for (Tensor tensor : graph.initializers().values()) {
            proto.addInitializer(stored.apply(tensor));
            if (graph.irVersion() < 4 && !graph.isInput(tensor.name())) {
                // before IR 4 every initializer is an input as well
                Value input = Value.tensor(
                        tensor.name(), tensor.type(), Dim.list(tensor.dims().toArray()));
                proto.addInput(value(input));
            }
        }
        graph.nodes().forEach(n -> proto.addNode(node(n)));
        ModelProto.Builder model = graph.frame().toBuilder();
        model.setGraph(proto).setIrVersion(graph.irVersion());
        graph.opsets()
                .forEach((domain, version) -> model.addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
        graph.metadata()
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    private static NodeProto node(Node node) {
        NodeProto origin = node.origin();
        NodeProto.Builder proto = origin == null ? NodeProto.newBuilder() : origin.toBuilder();
        if (origin == null) {
            proto.setName(node.name()).setOpType(node.opType());
            if (!node.domain().isEmpty()) {
                proto.setDomain(node.domain());
            }
        }
        proto.addAllInput(node.inputs()).addAllOutput(node.outputs());
        node.attributes().asMap().forEach((name, value) -> proto.addAttribute(AttributeCodec.write(name, value)));
        return proto.build();
    }

    private static ValueInfoProto value(Value value) {
        ValueInfoProto origin = value.origin();
        if (origin != null) {
            return origin;
        }
        ValueInfoProto.Builder proto = ValueInfoProto.newBuilder().setName(value.name());
        if (value.type().isEmpty() && value.dims().isEmpty()) {
            return proto.build(); // strict readers take a type that says nothing for a wrong one
        }
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder();
        value.type().ifPresent(type -> tensor.setElemType(type.code()));
        value.dims().ifPresent(dims -> tensor.setShape(shape(dims)));
        return proto.setType(TypeProto.newBuilder().setTensorType(tensor)).build();
    }

    private static TensorShapeProto shape(List<Dim> dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Dim dim : dims) {
            Dimension.Builder proto = Dimension.newBuilder();
            if (dim instanceof Dim.Fixed fixed) {
                proto.setDimValue(fixed.size());
            } else if (dim instanceof Dim.Named named) {
                proto.setDimParam(named.name());
            }
            shape.addDim(proto);
        }
        return shape.build();
    }
}
