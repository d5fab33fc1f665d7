package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Attributes between protobuf and {@link Attribute}. */
final class AttributeCodec {
    private AttributeCodec() {}

    /** @throws IllegalArgumentException if it has no type and its fields tell none */
    static Attribute read(AttributeProto given, ExternalData files) {
        AttributeProto proto = typed(given);
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
            case GRAPH -> subgraphs(proto, List.of(proto.getG()), files);
            case GRAPHS -> subgraphs(proto, proto.getGraphsList(), files);
            default -> new Attribute.Opaque(new EmbeddedValues(files).in(proto), Set.of());
        };
    }

    private static Attribute subgraphs(AttributeProto proto, List<GraphProto> graphs, ExternalData files) {
        return holding(new EmbeddedValues(files).in(proto), graphs);
    }

    /** @param graphs those of the attribute */
    static Attribute.Opaque holding(AttributeProto proto, List<GraphProto> graphs) {
        return new Attribute.Opaque(proto, outerUses(graphs), ScopeNames.all(graphs));
    }

    /** Before IR version 2 an attribute need not say its type: it is that of the one field that is set. */
    private static AttributeProto typed(AttributeProto proto) {
        if (proto.getType() != AttributeType.UNDEFINED
                || !proto.getRefAttrName().isEmpty()) {
            return proto;
        }
        List<AttributeType> set = new ArrayList<>();
        for (AttributeType type : AttributeType.values()) {
            if (isSet(proto, type)) {
                set.add(type);
            }
        }
        if (set.size() != 1) {
            throw new IllegalArgumentException("attribute '" + proto.getName() + "' has no type and "
                    + (set.isEmpty() ? "no value" : "values of " + set) + "; save the model with the type");
        }
        return proto.toBuilder().setType(set.get(0)).build();
    }

    private static boolean isSet(AttributeProto proto, AttributeType type) {
        return switch (type) {
            case FLOAT -> proto.hasF();
            case INT -> proto.hasI();
            case STRING -> proto.hasS();
            case TENSOR -> proto.hasT();
            case GRAPH -> proto.hasG();
            case SPARSE_TENSOR -> proto.hasSparseTensor();
            case TYPE_PROTO -> proto.hasTp();
            case FLOATS -> proto.getFloatsCount() > 0;
            case INTS -> proto.getIntsCount() > 0;
            case STRINGS -> proto.getStringsCount() > 0;
            case TENSORS -> proto.getTensorsCount() > 0;
            case GRAPHS -> proto.getGraphsCount() > 0;
            case SPARSE_TENSORS -> proto.getSparseTensorsCount() > 0;
            case TYPE_PROTOS -> proto.getTypeProtosCount() > 0;
            case UNDEFINED -> false;
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
            graph.getSparseInitializerList()
                    .forEach(t -> inner.add(t.getValues().getName()));
            for (NodeProto node : graph.getNodeList()) {
                read.addAll(node.getInputList());
                for (AttributeProto attribute : node.getAttributeList()) {
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
}
