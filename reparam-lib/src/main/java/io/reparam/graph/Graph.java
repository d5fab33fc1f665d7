package io.reparam.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        return changed();
    }

    public Graph removeInput(String value) {
        inputs.removeIf(v -> v.name().equals(value));
        return changed();
    }

    public Graph addOutput(Value value) {
        outputs.add(value);
        return changed();
    }

    public Graph putIntermediate(Value value) {
        intermediates.put(value.name(), value);
        return this;
    }

    public Graph putInitializer(Tensor tensor) {
        initializers.put(tensor.name(), tensor);
        return changed();
    }

    public Graph removeInitializer(String tensor) {
        initializers.remove(tensor);
        return changed();
    }

    /** Adds a node at the end. */
    public Graph add(Node node) {
        nodes.add(node);
        return changed();
    }

    /** @throws IllegalArgumentException if the node is not in this graph */
    public Graph remove(Node node) {
        nodes.remove(position(node));
        return changed();
    }

    /** Puts a node at another's place. @throws IllegalArgumentException if the old one is not in this graph */
    public Graph replace(Node old, Node replacement) {
        nodes.set(position(old), replacement);
        return changed();
    }

    /** @throws IllegalArgumentException if the successor is not in this graph */
    public Graph insertBefore(Node successor, Node node) {
        nodes.add(position(successor), node);
        return changed();
    }

    public boolean contains(Node node) {
        return index().nodes().contains(node);
    }

    /** The node that computes a value; empty for inputs, initializers and unknown names. */
    public Optional<Node> producer(String value) {
        return Optional.ofNullable(index().producers().get(value));
    }

    /** The nodes that read a value, themselves or in a subgraph of theirs; each once, in order. */
    public List<Node> consumers(String value) {
        return index().consumers().getOrDefault(value, List.of());
    }

    public boolean isInput(String value) {
        return inputs.stream().anyMatch(v -> v.name().equals(value));
    }

    public boolean isOutput(String value) {
        return outputs.stream().anyMatch(v -> v.name().equals(value));
    }

    /** A name that nothing in this graph has: the wish itself, or the wish with a number. */
    public String freshName(String wish) {
        Set<String> taken = new HashSet<>(initializers.keySet());
        inputs.forEach(v -> taken.add(v.name()));
        for (Node node : nodes) {
            taken.addAll(node.outputs());
            taken.addAll(node.uses());
        }
        String candidate = wish;
        for (int i = 1; taken.contains(candidate); i++) {
            candidate = wish + "_" + i;
        }
        return candidate;
    }

    /** A graph that can be changed without changing this one. Nodes, values and tensors are shared, for they are immutable. */
    public Graph copy() {
        Graph copy = new Graph(name, irVersion, opsets, frame);
        copy.nodes.addAll(nodes);
        copy.initializers.putAll(initializers);
        copy.inputs.addAll(inputs);
        copy.outputs.addAll(outputs);
        copy.intermediates.putAll(intermediates);
        copy.metadata.putAll(metadata);
        return copy;
    }

    ModelProto frame() {
        return frame;
    }

    private int position(Node node) {
        int position = nodes.indexOf(node);
        if (position < 0) {
            throw new IllegalArgumentException(node.label() + " is not in graph '" + name + "'");
        }
        return position;
    }

    private GraphIndex index() {
        GraphIndex current = index;
        if (current == null) {
            current = GraphIndex.of(nodes);
            index = current;
        }
        return current;
    }

    private Graph changed() {
        index = null;
        return this;
    }
}
