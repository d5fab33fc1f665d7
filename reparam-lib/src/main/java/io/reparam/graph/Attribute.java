package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.List;
import java.util.Set;

/** The value of a node's attribute. */
public sealed interface Attribute {
    record Int(long value) implements Attribute {}

    record Real(float value) implements Attribute {}

    record Text(String value) implements Attribute {}

    record Ints(List<Long> values) implements Attribute {
        public Ints {
            values = List.copyOf(values);
        }
    }

    record Reals(List<Float> values) implements Attribute {
        public Reals {
            values = List.copyOf(values);
        }
    }

    record Texts(List<String> values) implements Attribute {
        public Texts {
            values = List.copyOf(values);
        }
    }

    record Array(Tensor value) implements Attribute {}

    /** Anything else, above all the subgraphs of If, Loop and Scan: kept as it is. */
    final class Opaque implements Attribute {
        private final AttributeProto origin;
        private final Set<String> outerUses;
        private final Set<String> names;

        Opaque(AttributeProto origin, Set<String> outerUses) {
            this(origin, outerUses, Set.of());
        }

        /** @param names that the subgraphs define or read, at any depth */
        Opaque(AttributeProto origin, Set<String> outerUses, Set<String> names) {
            this.origin = origin;
            this.outerUses = Set.copyOf(outerUses);
            this.names = Set.copyOf(names);
        }

        Set<String> names() {
            return names;
        }

        AttributeProto origin() {
            return origin;
        }

        /** Names that the subgraphs read from the graph around them. */
        public Set<String> outerUses() {
            return outerUses;
        }

        /**
         * The graphs, each with the opsets of the graph around it; read again at each call. What they read from outside, they do not
         * have. Empty if this is something else.
         */
        public List<Graph> graphs(Graph around) {
            List<GraphProto> protos = origin.getType() == AttributeProto.AttributeType.GRAPH
                    ? List.of(origin.getG())
                    : origin.getGraphsList();
            // the initializers of a body are constants and never its inputs, also where the model's are, before IR
            // version 4
            ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(Math.max(4, around.irVersion()));
            around.opsets()
                    .forEach((domain, version) -> model.addOpsetImport(
                            OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
            GraphReader reader = new GraphReader(ExternalData.none());
            return protos.stream()
                    .map(proto -> reader.read(model.setGraph(proto).build()))
                    .toList();
        }

        /** Whether this holds one or more graphs. */
        public boolean isGraph() {
            return origin.getType() == AttributeProto.AttributeType.GRAPH
                    || origin.getType() == AttributeProto.AttributeType.GRAPHS;
        }
    }
}
