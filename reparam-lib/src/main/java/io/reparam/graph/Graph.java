package io.reparam.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX model: a graph with what stands around it. Mutable, for one thread. Names are checked by {@link GraphChecker}, not
 * here, so that a rewrite may pass through states that are not legal.
 */
public final class Graph {
    private final String name;
    private final ModelProto frame;
    private final int irVersion;
    private final Map<String, Long> opsets;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> initializers = new LinkedHashMap<>();
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Map<String, Value> intermediates = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Set<String> inputNames = new HashSet<>();
    private final Set<String> outputNames = new HashSet<>();
    private long parameters;
    private @Nullable GraphIndex index;

    /** @param frame the model's other fields, those that have no place in this class; its graph has only such fields, too */
    Graph(String name, int irVersion, Map<String, Long> opsets, ModelProto frame) {
        this.name = name;
        this.irVersion = irVersion;
        this.opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
        this.frame = frame;
    }

    public String name() {
        return name;
    }

    /** Decides whether an initializer that is also an input is constant: only below 4. */
    public int irVersion() {
        return irVersion;
    }

    /** Versions by domain; ONNX's own domain is the empty name. */
    public Map<String, Long> opsets() {
        return opsets;
    }

    /** The version of ONNX's own operators, 0 if there is none. */
    public int opset() {
        return opsets.getOrDefault("", 0L).intValue();
    }

    public String doc() {
        return frame.getGraph().getDocString();
    }

    public String producer() {
        return frame.getProducerName();
    }

    /** In the order they run; not to be changed through this list. */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    public Map<String, Tensor> initializers() {
        return Collections.unmodifiableMap(initializers);
    }

    public Optional<Tensor> initializer(String tensor) {
        return Optional.ofNullable(initializers.get(tensor));
    }

    public List<Value> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    public List<Value> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    /** What the file says of intermediate values, by name; mostly incomplete. */
    public Map<String, Value> intermediates() {
        return Collections.unmodifiableMap(intermediates);
    }

    /** The model's {@code metadata_props}; may be changed. */
    public Map<String, String> metadata() {
        return metadata;
    }

    public Graph addInput(Value value) {
        inputs.add(value);
        inputNames.add(value.name());
        return this;
    }

    public Graph removeInput(String value) {
        if (inputNames.remove(value)) {
            inputs.removeIf(v -> v.name().equals(value));
        }
        return this;
    }

    public Graph addOutput(Value value) {
        outputs.add(value);
        outputNames.add(value.name());
        return this;
    }

    public Graph removeOutput(String value) {
        if (outputNames.remove(value)) {
            outputs.removeIf(v -> v.name().equals(value));
        }
        return this;
    }

    public Graph putIntermediate(Value value) {
        intermediates.put(value.name(), value);
        return this;
    }

    public Graph removeIntermediate(String value) {
        intermediates.remove(value);
        return this;
    }

    public Graph putInitializer(Tensor tensor) {
        parameters += parameters(tensor) - parameters(initializers.put(tensor.name(), tensor));
        if (index != null) {
            index.names().add(tensor.name());
            index.unread().add(tensor.name());
        }
        return this;
    }

    public Graph removeInitializer(String tensor) {
        parameters -= parameters(initializers.remove(tensor));
        return this;
    }

    /** Adds a node at the end. */
    public Graph add(Node node) {
        nodes.add(node);
        return inserted(node, nodes.size() - 1);
    }

    /** @throws IllegalArgumentException if the node is not in this graph */
    public Graph remove(Node node) {
        nodes.remove(position(node));
        parameters -= parameters(node);
        index().removed(node);
        return this;
    }

    /** Puts a node at another's place. @throws IllegalArgumentException if the old one is not in this graph */
    public Graph replace(Node old, Node replacement) {
        nodes.set(position(old), replacement);
        parameters += parameters(replacement) - parameters(old);
        index().replaced(old, replacement);
        return this;
    }

    /** @throws IllegalArgumentException if the successor is not in this graph */
    public Graph insertBefore(Node successor, Node node) {
        int position = position(successor);
        nodes.add(position, node);
        return inserted(node, position);
    }

    public boolean contains(Node node) {
        return index().contains(node);
    }

    /** The node that computes a value; empty for inputs, initializers and unknown names. */
    public Optional<Node> producer(String value) {
        return Optional.ofNullable(index().producers().get(value));
    }

    /** The nodes that read a value, themselves or in a subgraph of theirs; each once, in order. */
    public List<Node> consumers(String value) {
        return Collections.unmodifiableList(index().consumers().getOrDefault(value, List.of()));
    }

    /**
     * Values that have lost a reader or are new since the last call: who removes what nobody reads need not look at others. Some
     * of them may be read.
     */
    public List<String> takeUnread() {
        List<String> names = List.copyOf(index().unread());
        index().unread().clear();
        return names;
    }

    /** Elements of all floating-point constants. */
    public long parameters() {
        return parameters;
    }

    public boolean isInput(String value) {
        return inputNames.contains(value);
    }

    public boolean isOutput(String value) {
        return outputNames.contains(value);
    }

    /** A name that nothing in this graph or in a subgraph has or had: the wish itself, or the wish with a number. */
    public String freshName(String wish) {
        String candidate = wish;
        for (int i = 1;
                index().names().contains(candidate) || initializers.containsKey(candidate) || isInput(candidate);
                i++) {
            candidate = wish + "_" + i;
        }
        return candidate;
    }

    /** Names that {@link #freshName} does not give out, for the graphs around this one have them. */
    public Graph reserve(Collection<String> taken) {
        index().names().addAll(taken);
        return this;
    }

    /** Every name in this graph and in the subgraphs of its nodes, and those that are reserved. */
    public Set<String> names() {
        Set<String> all = new HashSet<>(index().names());
        all.addAll(initializers.keySet());
        all.addAll(inputNames);
        return all;
    }

    /** A graph that can be changed without changing this one. Nodes, values and tensors are shared, for they are immutable. */
    public Graph copy() {
        Graph copy = new Graph(name, irVersion, opsets, frame);
        copy.nodes.addAll(nodes);
        copy.initializers.putAll(initializers);
        inputs.forEach(copy::addInput);
        outputs.forEach(copy::addOutput);
        copy.parameters = parameters;
        copy.intermediates.putAll(intermediates);
        copy.metadata.putAll(metadata);
        return copy;
    }

    /**
     * A graph without inputs that gives the outputs of one node of this one.
     *
     * @param kept nodes, that one among them, which get their order from here
     * @param stored names of constants that they read
     */
    public Graph part(Set<Node> kept, Collection<String> stored, Node last) {
        GraphProto.Builder empty = GraphProto.newBuilder().setName(last.id());
        // before IR version 4 every constant would be an input
        Graph part = new Graph(
                last.id(),
                Math.max(8, irVersion),
                opsets,
                ModelProto.newBuilder().setGraph(empty).build());
        stored.forEach(constant -> part.putInitializer(
                Objects.requireNonNull(initializers.get(constant), "there is a constant of each name")));
        nodes.stream().filter(kept::contains).forEach(part::add);
        last.outputs().stream().filter(value -> !value.isEmpty()).forEach(value -> part.addOutput(Value.named(value)));
        return part;
    }

    ModelProto frame() {
        return frame;
    }

    private int position(Node node) {
        int position = index().position(node, nodes);
        if (position < 0) {
            throw new IllegalArgumentException(node.label() + " is not in graph '" + name + "'");
        }
        return position;
    }

    private GraphIndex index() {
        GraphIndex current = index;
        if (current == null) {
            current = new GraphIndex(nodes);
            index = current;
        }
        return current;
    }

    private Graph inserted(Node node, int position) {
        parameters += parameters(node);
        if (index != null) {
            index.added(node, position, nodes);
        }
        return this;
    }

    private static long parameters(Node node) {
        long count = 0;
        for (Attribute attribute : node.attributes().asMap().values()) {
            count += attribute instanceof Attribute.Array array ? parameters(array.value()) : 0;
        }
        return count;
    }

    private static long parameters(@Nullable Tensor tensor) {
        return tensor != null && tensor.type().isReal() ? tensor.size() : 0;
    }
}
