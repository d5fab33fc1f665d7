package io.reparam.export;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.reparam.graph.Attributes;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.Dense;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.LayerNormalization;
import io.reparam.train.block.NetBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Writes a net's operations as ONNX nodes of opset 17; a value is its name. Nodes and weights are named after their blocks. */
final class OnnxOperators implements BlockOperators<String> {
    private final GraphBuilder graph;
    private final Map<Parameter, String> weightNames = new IdentityHashMap<>();
    private final Set<String> initializers = new HashSet<>();
    private final Map<String, Integer> nodesOfName = new HashMap<>();
    private final Map<Object, String> memory = new HashMap<>();
    private String path = "";

    /** @param net whose parameters have values */
    OnnxOperators(GraphBuilder graph, NetBlock net) {
        this.graph = graph;
        net.weights().forEach((name, parameter) -> weightNames.put(parameter, name));
    }

    @Override
    public String within(NetBlock part, Supplier<String> work) {
        String outer = path;
        path = outer.isEmpty() ? part.name() : outer + "." + part.name();
        String value = work.get();
        path = outer;
        return value;
    }

    @Override
    public String weight(Parameter parameter) {
        String name = Objects.requireNonNull(weightNames.get(parameter), "a parameter of another net");
        return initializers.add(name)
                ? graph.initializer(
                        name,
                        parameter.getShape().getShape(),
                        parameter.getArray().toFloatArray())
                : name;
    }

    @Override
    public String conv(String x, Convolution layer) {
        Geometry g = layer.geometry();
        Attributes attributes = Attributes.none()
                .withInts("kernel_shape", g.height(), g.width())
                .withInts("strides", g.stride(), g.stride())
                .withInts("pads", g.padHeight(), g.padWidth(), g.padHeight(), g.padWidth())
                .withInts("dilations", g.dilation(), g.dilation())
                .withInt("group", g.groups());
        List<String> inputs = new ArrayList<>(List.of(x, weight(layer.weight())));
        layer.bias().ifPresent(bias -> inputs.add(weight(bias)));
        return node("Conv", attributes, inputs.toArray(String[]::new));
    }

    @Override
    public String batchNorm(String x, BatchNormalization layer, boolean ofTheBatch) {
        return node(
                "BatchNormalization",
                Attributes.none().withFloat("epsilon", BatchNormalization.EPSILON),
                x,
                weight(layer.gamma()),
                weight(layer.beta()),
                weight(layer.mean()),
                weight(layer.variance()));
    }

    @Override
    public String layerNorm(String x, LayerNormalization layer) {
        return node(
                "LayerNormalization",
                Attributes.none().withInt("axis", -1).withFloat("epsilon", LayerNormalization.EPSILON),
                x,
                weight(layer.gamma()),
                weight(layer.beta()));
    }

    @Override
    public String dense(String x, Dense layer) {
        Shape shape = layer.weight().getShape();
        long[] sizes = {shape.get(1), shape.get(0)};
        String transposed = graph.initializer(
                name("weight"), sizes, transposed(layer.weight().getArray().toFloatArray(), sizes));
        return node("Add", Attributes.none(), node("MatMul", Attributes.none(), x, transposed), weight(layer.bias()));
    }

    @Override
    public String logits(String x, Dense layer) {
        graph.node(Node.of(
                name("gemm"),
                "Gemm",
                List.of(x, weight(layer.weight()), weight(layer.bias())),
                List.of(OnnxExporter.OUTPUT),
                Attributes.none().withInt("transB", 1)));
        return OnnxExporter.OUTPUT;
    }

    @Override
    public String activation(String x, Activation function) {
        return switch (function) {
            case RELU -> node("Relu", Attributes.none(), x);
            case RELU6 -> node("Clip", Attributes.none(), x, scalar(0), scalar(6));
            case SIGMOID -> node("Sigmoid", Attributes.none(), x);
            case TANH -> node("Tanh", Attributes.none(), x);
            case HARD_SIGMOID ->
                node("HardSigmoid", Attributes.none().withFloat("alpha", 1f / 6).withFloat("beta", 0.5f), x);
            case HARD_SWISH -> node("HardSwish", Attributes.none(), x);
            case GELU -> {
                // opset 17 has no Gelu: x (1 + erf(x / sqrt 2)) / 2
                String erf = node("Erf", Attributes.none(), times(x, (float) Math.sqrt(0.5)));
                yield times(mul(x, plus(erf, 1)), 0.5f);
            }
        };
    }

    @Override
    public String softmax(String x) {
        return node("Softmax", Attributes.none().withInt("axis", -1), x);
    }

    @Override
    public String sqrt(String x) {
        return node("Sqrt", Attributes.none(), x);
    }

    @Override
    public String add(String a, String b) {
        return node("Add", Attributes.none(), a, b);
    }

    @Override
    public String sub(String a, String b) {
        return node("Sub", Attributes.none(), a, b);
    }

    @Override
    public String mul(String a, String b) {
        return node("Mul", Attributes.none(), a, b);
    }

    @Override
    public String div(String a, String b) {
        return node("Div", Attributes.none(), a, b);
    }

    @Override
    public String plus(String x, float summand) {
        return add(x, scalar(summand));
    }

    @Override
    public String times(String x, float factor) {
        return mul(x, scalar(factor));
    }

    @Override
    public String matMul(String a, String b) {
        return node("MatMul", Attributes.none(), a, b);
    }

    @Override
    public String globalAverage(String map) {
        return node("GlobalAveragePool", Attributes.none(), map);
    }

    @Override
    public String globalMax(String map) {
        return node("GlobalMaxPool", Attributes.none(), map);
    }

    @Override
    public String globalSum(String map) {
        return node("ReduceSum", Attributes.none(), map, integers(2, 3));
    }

    @Override
    public String averagePool(String map, int kernel, int stride) {
        return node("AveragePool", window(kernel, stride, 0), map);
    }

    @Override
    public String maxPool(String map, int kernel, int stride, int padding) {
        return node("MaxPool", window(kernel, stride, padding), map);
    }

    @Override
    public String mean(String x, int axis) {
        return node("ReduceMean", Attributes.none().withInts("axes", axis), x);
    }

    @Override
    public String max(String x, int axis) {
        return node("ReduceMax", Attributes.none().withInts("axes", axis), x);
    }

    @Override
    public String transpose(String x, int... order) {
        return node(
                "Transpose",
                Attributes.none()
                        .withInts("perm", Arrays.stream(order).asLongStream().toArray()),
                x);
    }

    @Override
    public String reshape(String x, long... sizes) {
        return node("Reshape", Attributes.none(), x, integers(sizes));
    }

    @Override
    public String concat(int axis, List<String> parts) {
        return node("Concat", Attributes.none().withInt("axis", axis), parts.toArray(String[]::new));
    }

    @Override
    public String slice(String x, int axis, int from, int to) {
        return node("Slice", Attributes.none(), x, integers(from), integers(to), integers(axis));
    }

    @Override
    public Map<Object, String> memory() {
        return memory;
    }

    private static Attributes window(int kernel, int stride, int padding) {
        return Attributes.none()
                .withInts("kernel_shape", kernel, kernel)
                .withInts("strides", stride, stride)
                .withInts("pads", padding, padding, padding, padding);
    }

    private String scalar(float value) {
        return graph.initializer(name("scalar"), new long[0], new float[] {value});
    }

    private String integers(long... values) {
        return graph.initializer(name("integers"), new long[] {values.length}, values);
    }

    /** A node of one output, which has the node's name. */
    private String node(String opType, Attributes attributes, String... inputs) {
        return graph.node(opType, name(opType.toLowerCase(Locale.ROOT)), attributes, inputs);
    }

    /** The block's path and this name, with a number from the second time on. */
    private String name(String name) {
        String full = path.isEmpty() ? name : path + "." + name;
        int times = nodesOfName.merge(full, 1, Integer::sum);
        return times == 1 ? full : full + "_" + times;
    }

    private static float[] transposed(float[] rows, long[] sizes) {
        int in = (int) sizes[0];
        int out = (int) sizes[1];
        float[] columns = new float[rows.length];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                columns[i * out + o] = rows[o * in + i];
            }
        }
        return columns;
    }
}
