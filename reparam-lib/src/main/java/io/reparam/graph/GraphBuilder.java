package io.reparam.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a new graph from its inputs to its outputs. Names must be unique and defined before they are used; {@link #build}
 * checks. Not for several threads.
 */
public final class GraphBuilder {
    private static final int IR_VERSION = 8; // what belongs to opset 17; every ONNX Runtime since 1.11 reads it

    private final String name;
    private int opset = 17;
    private int irVersion = IR_VERSION;
    private Graph graph;

    private GraphBuilder(String name) {
        this.name = name;
        this.graph = frame();
    }

    /** A graph of opset 17 and IR version 8, until told otherwise. */
    public static GraphBuilder of(String name) {
        return new GraphBuilder(name);
    }

    /** The version of ONNX's operators, 7 to 26. */
    public GraphBuilder opset(int version) {
        if (version < 7 || version > 26) {
            throw new IllegalArgumentException("opset " + version + " must be 7 to 26, which ONNX Runtime runs");
        }
        opset = version;
        return reframe();
    }

    /** The version of the file format, 3 to 10. */
    public GraphBuilder irVersion(int version) {
        if (version < 3 || version > 10) {
            throw new IllegalArgumentException("IR version " + version + " must be 3 to 10");
        }
        irVersion = version;
        return reframe();
    }

    /**
     * A float32 input.
     *
     * @param dims Integer or Long for a size, String for a free dimension's name: {@code input("image", "N", 3, 32, 32)}
     */
    public GraphBuilder input(String input, Object... dims) {
        graph.addInput(Value.tensor(input, ElementType.FLOAT, Dim.list(dims)));
        return this;
    }

    /**
     * A float32 output.
     *
     * @param dims as for {@link #input}
     */
    public GraphBuilder output(String output, Object... dims) {
        graph.addOutput(Value.tensor(output, ElementType.FLOAT, Dim.list(dims)));
        return this;
    }

    /** An output of any type. */
    public GraphBuilder output(Value output) {
        graph.addOutput(output);
        return this;
    }

    /**
     * A constant of float32.
     *
     * @return its name
     * @throws IllegalArgumentException if the name is taken or the number of values does not fit
     */
    public String initializer(String initializer, long[] dims, float[] values) {
        return initializer(Tensor.of(initializer, dims, values));
    }

    /**
     * A constant of int64, such as the shape of a Reshape.
     *
     * @return its name
     * @throws IllegalArgumentException if the name is taken or the number of values does not fit
     */
    public String initializer(String initializer, long[] dims, long[] values) {
        return initializer(Tensor.of(initializer, dims, values));
    }

    /**
     * A constant of any type.
     *
     * @return its name
     * @throws IllegalArgumentException if the name is taken
     */
    public String initializer(Tensor tensor) {
        if (graph.initializers().containsKey(tensor.name())) {
            throw new IllegalArgumentException("two initializers have the name '" + tensor.name() + "'");
        }
        graph.putInitializer(tensor);
        return tensor.name();
    }

    /**
     * A node of one output.
     *
     * @param output name of the output and of the node
     * @param inputs names of values; an empty one is left out
     * @return the output's name
     */
    public String node(String opType, String output, Attributes attributes, String... inputs) {
        graph.add(Node.of(output, opType, List.of(inputs), List.of(output), attributes));
        return output;
    }

    /** A node as it is. */
    public GraphBuilder node(Node node) {
        graph.add(node);
        return this;
    }

    public GraphBuilder metadata(String key, String value) {
        graph.metadata().put(key, value);
        return this;
    }

    /** @throws IllegalGraphException if the graph is not legal, naming everything that is wrong */
    public Graph build() {
        GraphChecker.check(graph);
        List<String> repeated = GraphChecker.repeatedNodeNames(graph);
        if (!repeated.isEmpty()) {
            throw new IllegalGraphException(name, repeated);
        }
        return graph.copy();
    }

    /** A graph for a node to hold, not checked: what it reads and does not have, it reads from around. */
    public Graph buildBody() {
        return graph.copy();
    }

    private GraphBuilder reframe() {
        Graph old = graph;
        graph = frame();
        old.inputs().forEach(graph::addInput);
        old.outputs().forEach(graph::addOutput);
        old.nodes().forEach(graph::add);
        old.initializers().values().forEach(graph::putInitializer);
        graph.metadata().putAll(old.metadata());
        return this;
    }

    private Graph frame() {
        ModelProto frame = ModelProto.newBuilder()
                .setProducerName("reparam")
                .setGraph(GraphProto.newBuilder().setName(name))
                .build();
        Map<String, Long> opsets = new LinkedHashMap<>();
        opsets.put("", (long) opset);
        return new Graph(name, irVersion, opsets, frame);
    }
}
