package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Names of values in nodes and in the subgraphs that they hold. */
final class ScopeNames {
    private ScopeNames() {}

    /** Every name that graphs define or read, at any depth. */
    static Set<String> all(Collection<GraphProto> graphs) {
        Set<String> names = new TreeSet<>();
        for (GraphProto graph : graphs) {
            graph.getInputList().forEach(value -> names.add(value.getName()));
            graph.getOutputList().forEach(value -> names.add(value.getName()));
            graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
            graph.getSparseInitializerList()
                    .forEach(tensor -> names.add(tensor.getValues().getName()));
            names.addAll(allOf(graph.getNodeList()));
        }
        return names;
    }

    static Set<String> allOf(Collection<NodeProto> nodes) {
        Set<String> names = new TreeSet<>();
        for (NodeProto node : nodes) {
            names.addAll(node.getInputList());
            names.addAll(node.getOutputList());
            for (AttributeProto attribute : node.getAttributeList()) {
                names.addAll(all(attribute.getGraphsList()));
                if (attribute.hasG()) {
                    names.addAll(all(Set.of(attribute.getG())));
                }
            }
        }
        return names;
    }

    /** A node that reads and computes values of other names, in its subgraphs as well. */
    static NodeProto renamed(NodeProto node, UnaryOperator<String> name) {
        NodeProto.Builder changed = node.toBuilder().clearInput().clearOutput();
        node.getInputList().forEach(value -> changed.addInput(name.apply(value)));
        node.getOutputList().forEach(value -> changed.addOutput(name.apply(value)));
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto.Builder attribute = changed.getAttributeBuilder(i);
            if (attribute.hasG()) {
                attribute.setG(renamed(attribute.getG(), name));
            }
            for (int j = 0; j < attribute.getGraphsCount(); j++) {
                attribute.setGraphs(j, renamed(attribute.getGraphs(j), name));
            }
        }
        return changed.build();
    }

    static TensorProto renamed(TensorProto tensor, UnaryOperator<String> name) {
        return tensor.toBuilder().setName(name.apply(tensor.getName())).build();
    }

    private static GraphProto renamed(GraphProto graph, UnaryOperator<String> name) {
        GraphProto.Builder changed = graph.toBuilder().clearNode().clearValueInfo();
        changed.getInputBuilderList().forEach(value -> value.setName(name.apply(value.getName())));
        changed.getOutputBuilderList().forEach(value -> value.setName(name.apply(value.getName())));
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            changed.setInitializer(i, renamed(graph.getInitializer(i), name));
        }
        changed.getSparseInitializerBuilderList()
                .forEach(sparse -> sparse.setValues(renamed(sparse.getValues(), name)));
        graph.getNodeList().forEach(node -> changed.addNode(renamed(node, name)));
        return changed.build();
    }
}
