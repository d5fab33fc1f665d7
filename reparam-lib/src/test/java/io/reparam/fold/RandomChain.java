package io.reparam.fold;

import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws nets of layers, constant factors and summands, norms and what may stand between them. */
final class RandomChain {
    private final Random random;
    private final SmallNet net;
    private String value = "x";
    private int channels;
    private int count;
    private boolean rows;

    private RandomChain(long seed) {
        random = new Random(seed);
        net = new SmallNet(seed);
        channels = pick(1, 2, 4, 6);
    }

    static Graph of(long seed) {
        RandomChain chain = new RandomChain(seed);
        chain.net.builder().input("x", "N", chain.channels, 5, 5);
        int length = 3 + chain.random.nextInt(8);
        for (int i = 0; i < length; i++) {
            chain.image();
        }
        if (chain.random.nextBoolean()) {
            chain.head();
        }
        chain.net.node("Identity", "y", chain.value);
        chain.net.builder().output("y", chain.rows ? new Object[] {"N", "K"} : new Object[] {"N", "C", "H", "W"});
        return chain.net.build();
    }

    private void image() {
        switch (random.nextInt(14)) {
            case 0, 1 -> conv();
            case 2 -> convTranspose();
            case 3 -> value = net.norm(name(), value, channels, 0.1f);
            case 4, 5, 6 -> constant(factor(), dims(4));
            case 7, 8 -> constant("Add", dims(4));
            case 9 -> constant("Sub", dims(4));
            case 10 -> value = net.node(random.nextBoolean() ? "Relu" : "LeakyRelu", name(), value);
            case 11 -> value = net.node("PRelu", name(), value, net.normal(name(), channels, 1, 1));
            case 12 -> pool();
            default -> branch();
        }
    }

    private void conv() {
        int outC = pick(2, 4, 6);
        int groups = groups(channels, outC);
        int kernel = pick(1, 3);
        Attributes attributes = Attributes.none().withInt("group", groups);
        int pad = random.nextInt(2) * (kernel / 2);
        attributes = kernel == 3 && pad == 0 && random.nextBoolean()
                ? attributes.withText("auto_pad", "SAME_UPPER")
                : attributes.withInts("pads", pad, pad, kernel / 2, kernel / 2);
        layer("Conv", attributes, outC, outC, channels / groups, kernel, kernel);
    }

    private void convTranspose() {
        int outC = pick(2, 4, 6);
        int groups = groups(channels, outC);
        layer("ConvTranspose", Attributes.none().withInt("group", groups), outC, channels, outC / groups, 2, 2);
    }

    private void layer(String opType, Attributes attributes, int outC, long... weight) {
        String w = net.normal(name(), weight);
        value = random.nextBoolean()
                ? net.builder().node(opType, name(), attributes, value, w)
                : net.builder().node(opType, name(), attributes, value, w, net.normal(name(), outC));
        channels = outC;
    }

    private void pool() {
        Attributes window =
                Attributes.none().withInts("kernel_shape", 2, 2).withInts("pads", random.nextInt(2), 1, 1, 0);
        value = net.builder().node(random.nextBoolean() ? "MaxPool" : "AveragePool", name(), window, value);
    }

    /** A second reader of the value. */
    private void branch() {
        String side = net.node("Sigmoid", name(), value);
        value = net.node("Add", name(), value, side);
    }

    private void head() {
        value = net.node("GlobalAveragePool", name(), value);
        if (random.nextBoolean()) {
            constant(factor(), dims(4));
        }
        value = net.node("Flatten", name(), value);
        for (int i = 0; i < 4; i++) {
            switch (random.nextInt(5)) {
                case 0 -> gemm();
                case 1 -> matMul();
                case 2 -> value = net.norm(name(), value, channels, 0.1f);
                case 3 -> constant(factor(), dims(2));
                default -> constant(random.nextBoolean() ? "Add" : "Sub", dims(2));
            }
        }
        rows = true;
    }

    private void gemm() {
        int outC = pick(2, 3, 5);
        int transB = random.nextInt(2);
        Attributes attributes = Attributes.none()
                .withFloat("alpha", 0.5f + random.nextFloat())
                .withFloat("beta", random.nextFloat() - 0.5f)
                .withInt("transB", transB);
        layer("Gemm", attributes, outC, transB == 0 ? channels : outC, transB == 0 ? outC : channels);
    }

    private void matMul() {
        int outC = pick(2, 3, 5);
        value = net.node("MatMul", name(), value, net.normal(name(), channels, outC));
        channels = outC;
    }

    private void constant(String opType, long[] dims) {
        boolean negative = random.nextInt(4) == 0;
        String constant = negative && !opType.equals("Div") ? net.normal(name(), dims) : net.positive(name(), dims);
        List<String> inputs = new ArrayList<>(List.of(value, constant));
        if (!opType.equals("Div") && random.nextBoolean()) {
            Collections.reverse(inputs);
        }
        value = net.node(opType, name(), inputs.get(0), inputs.get(1));
    }

    private String factor() {
        return random.nextInt(3) == 0 ? "Div" : "Mul";
    }

    /** Shapes that act on the channels of a value of so many dimensions. */
    private long[] dims(int rank) {
        if (rank == 2) {
            return random.nextBoolean() ? new long[] {channels} : new long[] {1, channels};
        }
        return switch (random.nextInt(4)) {
            case 0 -> new long[] {1};
            case 1 -> new long[] {channels, 1, 1};
            case 2 -> new long[] {};
            default -> new long[] {1, channels, 1, 1};
        };
    }

    private int groups(int inC, int outC) {
        int groups = pick(1, 2, 4);
        return inC % groups == 0 && outC % groups == 0 ? groups : 1;
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String name() {
        return "v" + count++;
    }
}
