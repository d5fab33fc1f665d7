package io.reparam.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One operation. Immutable; two nodes are the same only if they are one object, for equal content may stand twice in a graph. */
public final class Node {
    private final String name;
    private final String opType;
    private final String domain;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Attributes attributes;
    private final @Nullable NodeProto origin;

    Node(
            String name,
            String opType,
            String domain,
            List<String> inputs,
            List<String> outputs,
            Attributes attributes,
            @Nullable NodeProto origin) {
        this.name = name;
        this.opType = opType;
        this.domain = domain.equals("ai.onnx") ? "" : domain;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.attributes = attributes;
        this.origin = origin;
    }

    /** A new node of the default domain. An empty name among the inputs or outputs means that it is absent. */
    public static Node of(
            String name, String opType, List<String> inputs, List<String> outputs, Attributes attributes) {
        return new Node(name, opType, "", inputs, outputs, attributes, null);
    }

    /** May be empty: ONNX does not ask for a name. */
    public String name() {
        return name;
    }

    public String opType() {
        return opType;
    }

    /** Empty for ONNX's own operators. */
    public String domain() {
        return domain;
    }

    /** Names of values; an empty one is an optional input left out. */
    public List<String> inputs() {
        return inputs;
    }

    public List<String> outputs() {
        return outputs;
    }

    public Attributes attributes() {
        return attributes;
    }

    /** Whether this is ONNX's own operator of that type. */
    public boolean is(String type) {
        return opType.equals(type) && domain.isEmpty();
    }

    /** The input's name, empty if it is left out. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    public boolean hasInput(int index) {
        return !input(index).isEmpty();
    }

    /** The output's name, empty if it is left out. */
    public String output(int index) {
        return index < outputs.size() ? outputs.get(index) : "";
    }

    /** Every name that this node or a subgraph of it reads. */
    public Set<String> uses() {
        Set<String> uses = new LinkedHashSet<>(inputs);
        uses.remove("");
        for (Attribute attribute : attributes.asMap().values()) {
            if (attribute instanceof Attribute.Opaque opaque) {
                uses.addAll(opaque.outerUses());
            }
        }
        return uses;
    }

    /** Whether a subgraph of this node reads a value around it. */
    public boolean readsInside(String value) {
        return attributes.asMap().values().stream()
                .anyMatch(a -> a instanceof Attribute.Opaque o && o.outerUses().contains(value));
    }

    /** Names in subgraphs of it: a new value around them must have another one. */
    Set<String> innerNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Attribute attribute : attributes.asMap().values()) {
            if (attribute instanceof Attribute.Opaque opaque) {
                names.addAll(opaque.names());
            }
        }
        return names;
    }

    /** Whether it is an If, Loop, Scan or anything else that holds graphs. */
    public boolean hasSubgraph() {
        return attributes.asMap().values().stream().anyMatch(a -> a instanceof Attribute.Opaque o && o.isGraph());
    }

    public Node withInputs(List<String> changed) {
        return new Node(name, opType, domain, changed, outputs, attributes, origin);
    }

    public Node withOutputs(List<String> changed) {
        return new Node(name, opType, domain, inputs, changed, attributes, origin);
    }

    public Node withAttributes(Attributes changed) {
        return new Node(name, opType, domain, inputs, outputs, changed, origin);
    }

    /** For messages: the type and the name, or the first output where there is no name. */
    public String label() {
        return opType + " '" + id() + "'";
    }

    /** The name, or the first output's name where there is none. */
    public String id() {
        return name.isEmpty() ? output(0) : name;
    }

    /** What the file said, with all that this class does not model; null for a new node. */
    @Nullable
    NodeProto origin() {
        return origin;
    }

    @Override
    public String toString() {
        return label() + inputs + " -> " + outputs;
    }
}
