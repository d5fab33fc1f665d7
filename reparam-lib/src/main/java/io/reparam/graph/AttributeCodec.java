package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Attributes between protobuf and {@link Attribute}. */
final class AttributeCodec {
    private AttributeCodec() {}

    static Attribute read(AttributeProto proto, ExternalData files) {
        return switch (proto.getType()) {
            case INT -> new Attribute.Int(proto.getI());
            case FLOAT -> new Attribute.Real(proto.getF());
            case INTS -> new Attribute.Ints(proto.getIntsList());
            case FLOATS -> new Attribute.Reals(proto.getFloatsList());
            case TENSOR -> new Attribute.Array(TensorData.read(proto.getT(), files));
            case STRING ->
                proto.getS().isValidUtf8()
                        ? new Attribute.Text(proto.getS().toStringUtf8())
                        : new Attribute.Opaque(proto, Set.of());
            case STRINGS ->
                proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
                        ? new Attribute.Texts(proto.getStringsList().stream()
                                .map(ByteString::toStringUtf8)
                                .toList())
                        : new Attribute.Opaque(proto, Set.of());
            case GRAPH -> new Attribute.Opaque(proto, outerUses(List.of(proto.getG())));
            case GRAPHS -> new Attribute.Opaque(proto, outerUses(proto.getGraphsList()));
            default -> new Attribute.Opaque(proto, Set.of());
        };
    }

    static AttributeProto write(String name, Attribute attribute) {
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
        if (attribute instanceof Attribute.Int a) {
            proto.setType(AttributeType.INT).setI(a.value());
        } else if (attribute instanceof Attribute.Real a) {
            proto.setType(AttributeType.FLOAT).setF(a.value());
        } else if (attribute instanceof Attribute.Text a) {
            proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(a.value()));
        } else if (attribute instanceof Attribute.Ints a) {
            proto.setType(AttributeType.INTS).addAllInts(a.values());
        } else if (attribute instanceof Attribute.Reals a) {
            proto.setType(AttributeType.FLOATS).addAllFloats(a.values());
        } else if (attribute instanceof Attribute.Texts a) {
            proto.setType(AttributeType.STRINGS);
            a.values().forEach(text -> proto.addStrings(ByteString.copyFromUtf8(text)));
        } else if (attribute instanceof Attribute.Array a) {
            proto.setType(AttributeType.TENSOR).setT(TensorData.write(a.value()));
        } else if (attribute instanceof Attribute.Opaque a) {
            return a.origin();
        }
        return proto.build();
    }

    private static Set<String> outerUses(List<GraphProto> graphs) {
        Set<String> uses = new TreeSet<>();
        for (GraphProto graph : graphs) {
            Set<String> inner = new HashSet<>();
            Set<String> read = new TreeSet<>();
            graph.getInputList().forEach(v -> inner.add(v.getName()));
            graph.getInitializerList().forEach(t -> inner.add(t.getName()));
            graph.getInitializerList().forEach(AttributeCodec::requireInside);
            for (NodeProto node : graph.getNodeList()) {
                read.addAll(node.getInputList());
                for (AttributeProto attribute : node.getAttributeList()) {
                    requireInside(attribute.getT());
                    if (attribute.getType() == AttributeType.GRAPH) {
                        read.addAll(outerUses(List.of(attribute.getG())));
                    } else if (attribute.getType() == AttributeType.GRAPHS) {
                        read.addAll(outerUses(attribute.getGraphsList()));
                    }
                }
                inner.addAll(node.getOutputList());
            }
            graph.getOutputList().forEach(v -> read.add(v.getName()));
            read.removeAll(inner);
            uses.addAll(read);
        }
        uses.remove("");
        return uses;
    }

    /** A subgraph is kept as it is, so its values would be looked for beside the new file. */
    private static void requireInside(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new IllegalArgumentException("tensor '" + tensor.getName()
                    + "' of a subgraph keeps its values in another file; save the model with that tensor inside");
        }
    }
}
