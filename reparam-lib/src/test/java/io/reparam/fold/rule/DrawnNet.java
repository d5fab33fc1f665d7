package io.reparam.fold.rule;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A graph that is drawn from a seed, operator by operator: it knows the shape of its last value and where the channels lie. */
final class DrawnNet {
    private final Random random;
    private final SmallNet net;
    private final int opset;
    private String value = "x";
    private long[] dims = {};
    private int axis = 1;
    private int count;

    /** @param oldest opset that the operators need */
    DrawnNet(long seed, int oldest, int newest) {
        random = new Random(seed * 7919 + 17);
        net = new SmallNet(seed);
        opset = oldest + random.nextInt(newest - oldest + 1);
        net.builder().irVersion(10);
        net.builder().opset(opset);
    }

    DrawnNet input(long... shape) {
        net.builder().input("x", Arrays.stream(shape).boxed().toArray());
        dims = shape;
        return this;
    }

    /** Images with so many spatial axes, larger than any kernel here, each side another size. */
    DrawnNet image(int channels, int axes) {
        long[] shape = new long[axes + 2];
        shape[0] = 2;
        shape[1] = channels;
        IntStream.range(2, shape.length).forEach(i -> shape[i] = 7 + random.nextInt(3));
        return input(shape);
    }

    Graph build() {
        if (random.nextBoolean()) {
            node("Sigmoid", Attributes.none(), value); // else the last fold has to keep a graph output's name
        }
        Object[] names = IntStream.range(0, dims.length).mapToObj(i -> "Y" + i).toArray();
        net.builder().output(value, names);
        return net.build();
    }

    SmallNet net() {
        return net;
    }

    int opset() {
        return opset;
    }

    String value() {
        return value;
    }

    long[] dims() {
        return dims.clone();
    }

    int rank() {
        return dims.length;
    }

    int axis() {
        return axis;
    }

    int channels() {
        return (int) dims[axis];
    }

    DrawnNet at(String name, long[] shape, int channelAxis) {
        value = name;
        dims = shape.clone();
        axis = channelAxis;
        return this;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** In either order. */
    String[] shuffled(String... inputs) {
        List<String> list = new ArrayList<>(List.of(inputs));
        Collections.shuffle(list, random);
        return list.toArray(String[]::new);
    }

    String name() {
        return "v" + count++;
    }

    /** A node whose output has the shape of the value before. */
    DrawnNet node(String opType, Attributes attributes, String... inputs) {
        value = net.builder().node(opType, name(), attributes, inputs);
        return this;
    }

    /** A constant that acts on the channels: of one element, or one a channel, with or without dimensions before. */
    long[] channelwise() {
        return switch (random.nextInt(5)) {
            case 0 -> new long[0];
            case 1 -> new long[] {1};
            case 2 -> filled(dims.length, 0);
            default -> filled(dims.length - axis, axis);
        };
    }

    private long[] filled(int length, int skipped) {
        long[] shape = new long[length];
        Arrays.fill(shape, 1);
        shape[axis - skipped] = channels();
        return shape;
    }

    int groups(int inC, int outC) {
        int groups = pick(1, 2, 4);
        return inC % groups == 0 && outC % groups == 0 ? groups : 1;
    }

    String integers(long... values) {
        return net.builder().initializer(name(), new long[] {values.length}, values);
    }
}
