package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;

/**
 * Values from other files, put into what is written as it was read: subgraphs, functions, sparse constants. Their place in another
 * file would be looked for beside the new one.
 */
final class EmbeddedValues {
    private final ExternalData files;

    EmbeddedValues(ExternalData files) {
        this.files = files;
    }

    GraphProto in(GraphProto graph) {
        GraphProto.Builder whole = sparse(graph).toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            whole.setInitializer(i, in(graph.getInitializer(i)));
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            whole.setNode(i, in(graph.getNode(i)));
        }
        return whole.build();
    }

    /** Only the sparse constants of a graph. */
    GraphProto sparse(GraphProto graph) {
        GraphProto.Builder whole = graph.toBuilder();
        for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
            whole.setSparseInitializer(i, in(graph.getSparseInitializer(i)));
        }
        return whole.build();
    }

    NodeProto in(NodeProto node) {
        NodeProto.Builder whole = node.toBuilder();
        for (int i = 0; i < node.getAttributeCount(); i++) {
            whole.setAttribute(i, in(node.getAttribute(i)));
        }
        return whole.build();
    }

    AttributeProto in(AttributeProto attribute) {
        AttributeProto.Builder whole = attribute.toBuilder();
        if (attribute.hasT()) {
            whole.setT(in(attribute.getT()));
        }
        if (attribute.hasG()) {
            whole.setG(in(attribute.getG()));
        }
        if (attribute.hasSparseTensor()) {
            whole.setSparseTensor(in(attribute.getSparseTensor()));
        }
        for (int i = 0; i < attribute.getTensorsCount(); i++) {
            whole.setTensors(i, in(attribute.getTensors(i)));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
            whole.setGraphs(i, in(attribute.getGraphs(i)));
        }
        return whole.build();
    }

    private SparseTensorProto in(SparseTensorProto sparse) {
        return sparse.toBuilder()
                .setValues(in(sparse.getValues()))
                .setIndices(in(sparse.getIndices()))
                .build();
    }

    private TensorProto in(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                ? TensorData.write(TensorData.read(tensor, files))
                : tensor;
    }
}
