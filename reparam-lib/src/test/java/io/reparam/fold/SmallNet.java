package io.reparam.fold;

import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Builds the small graphs that rules are tried on, with random weights from a fixed seed. */
public final class SmallNet {
    private final GraphBuilder builder;
    private final Random random;

    public SmallNet() {
        this(7);
    }

    public SmallNet(long seed) {
        random = new Random(seed);
        builder = GraphBuilder.of("small");
    }

    /** An image batch "x" and an output "y". */
    public static SmallNet image(int channels, int size) {
        SmallNet net = new SmallNet();
        net.builder.input("x", "N", channels, size, size).output("y", "N", "C", "H", "W");
        return net;
    }

    /** Rows "x" of some fixed or free dimensions, and an output "y" of as many. */
    public static SmallNet rows(Object... dims) {
        SmallNet net = new SmallNet();
        Object[] free = IntStream.range(0, dims.length).mapToObj(i -> "D" + i).toArray();
        net.builder.input("x", dims).output("y", free);
        return net;
    }

    public GraphBuilder builder() {
        return builder;
    }

    public Graph build() {
        return builder.build();
    }

    /** A 3x3 convolution with padding 1. */
    public String conv(String name, String input, int inC, int outC, int groups, boolean bias) {
        Attributes attributes = Attributes.none()
                .withInts("kernel_shape", 3, 3)
                .withInts("pads", 1, 1, 1, 1)
                .withInt("group", groups);
        String w = normal(name + ".weight", outC, inC / groups, 3, 3);
        return bias
                ? builder.node("Conv", name, attributes, input, w, normal(name + ".b", outC))
                : builder.node("Conv", name, attributes, input, w);
    }

    /**
     * A convolution of any form, without bias.
     *
     * @param dims {@code {outC, inC/G, kernel..}}
     * @param attributes without kernel_shape
     */
    public String conv(String name, String input, Attributes attributes, long... dims) {
        long[] kernel = Arrays.copyOfRange(dims, 2, dims.length);
        return builder.node(
                "Conv", name, attributes.withInts("kernel_shape", kernel), input, normal(name + ".weight", dims));
    }

    /** A convolution of any form and the BatchNormalization after it, whose output is the name. */
    public String convNorm(String name, String input, Attributes attributes, long... dims) {
        return norm(name, conv(name + ".conv", input, attributes, dims), (int) dims[0], 1e-5f);
    }

    public String norm(String name, String input, int channels, float epsilon) {
        return norm(name, input, channels, Attributes.none().withFloat("epsilon", epsilon));
    }

    public String norm(String name, String input, int channels, Attributes attributes) {
        return builder.node(
                "BatchNormalization",
                name,
                attributes,
                input,
                normal(name + ".gamma", channels),
                normal(name + ".beta", channels),
                normal(name + ".mean", channels),
                positive(name + ".var", channels));
    }

    public String node(String opType, String name, String... inputs) {
        return builder.node(opType, name, Attributes.none(), inputs);
    }

    public String normal(String name, long... dims) {
        return builder.initializer(name, dims, normal((int) LongStream.of(dims).reduce(1, (a, b) -> a * b)));
    }

    /** A factor of shape dims with values around 0.5, as a gate has. */
    public String positive(String name, long... dims) {
        float[] values = normal((int) LongStream.of(dims).reduce(1, (a, b) -> a * b));
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f + Math.abs(values[i]) / 2;
        }
        return builder.initializer(name, dims, values);
    }

    private float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
