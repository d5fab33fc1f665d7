package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import java.util.Arrays;

/** What may stand between a source and a layer, after a drawn net's last value whose channels are on axis 1. */
final class DrawnCrossings {
    private static final Attributes NONE = Attributes.none();

    private DrawnCrossings() {}

    /** @param positive whether all factors are above 0 and nothing is added */
    static void add(DrawnNet net, boolean positive) {
        switch (net.pick(0, 1, 2, 3, 4, 7, 8, positive ? 5 : 0, positive ? 6 : 1)) {
            case 0 -> net.node("Identity", NONE, net.value());
            case 1 -> average(net);
            case 2 -> shuffle(net);
            case 3 -> concat(net);
            case 4 -> transposedTwice(net);
            case 5 -> activation(net);
            case 7 -> DrawnAxes.mean(net);
            case 8 -> DrawnAxes.thereAndBack(net);
            default -> maximum(net);
        }
    }

    private static void activation(DrawnNet net) {
        switch (net.pick(0, 1, 2)) {
            case 0 -> net.node("Relu", NONE, net.value());
            case 1 -> net.node("LeakyRelu", NONE.withFloat("alpha", 0.3f), net.value());
            default -> {
                long[] slope = new long[net.rank() - 1];
                Arrays.fill(slope, 1);
                slope[0] = net.channels();
                net.node("PRelu", NONE, net.value(), net.net().normal(net.name(), slope));
            }
        }
    }

    static void maximum(DrawnNet net) {
        if (net.rank() < 3 || net.rank() > 5) {
            return;
        }
        if (net.chance(20)) {
            long[] dims = net.dims();
            for (int i = 2; i < dims.length; i++) {
                dims[i] = 1;
            }
            net.node("GlobalMaxPool", NONE, net.value()).at(net.value(), dims, 1);
            return;
        }
        DrawnWindow window = DrawnWindow.over(net, true, net.opset() >= 10).ceiled(net);
        long[] after = window.after(net, net.channels());
        if (window.leaves(1)) {
            net.node("MaxPool", window.attributes(), net.value()).at(net.value(), after, 1);
        }
    }

    /** A mean over a window, whole or partly outside, or over the image. */
    static void average(DrawnNet net) {
        if (net.rank() < 3 || net.rank() > 5) {
            return;
        }
        if (net.chance(20)) {
            long[] dims = net.dims();
            for (int i = 2; i < dims.length; i++) {
                dims[i] = 1;
            }
            net.node("GlobalAveragePool", NONE, net.value()).at(net.value(), dims, 1);
            return;
        }
        DrawnWindow window =
                DrawnWindow.over(net, net.chance(60), net.opset() >= 19).ceiled(net);
        Attributes attributes = window.attributes().withInt("count_include_pad", net.pick(0, 1));
        long[] after = window.after(net, net.channels());
        if (window.leaves(1)) {
            net.node("AveragePool", attributes, net.value()).at(net.value(), after, 1);
        }
    }

    static void shuffle(DrawnNet net) {
        int channels = net.channels();
        int groups = channels % 2 == 0 ? 2 : 1;
        long[] dims = net.dims();
        long[] split = new long[dims.length + 1];
        long[] perm = new long[dims.length + 1];
        for (int i = 0; i < split.length; i++) {
            split[i] = i == 0 ? net.pick(0, (int) dims[0]) : i == 1 ? groups : i == 2 ? channels / groups : dims[i - 1];
            perm[i] = i == 1 ? 2 : i == 2 ? 1 : i;
        }
        String a = net.net().builder().node("Reshape", net.name(), NONE, net.value(), net.integers(split));
        String b = net.net().builder().node("Transpose", net.name(), NONE.withInts("perm", perm), a);
        net.node("Reshape", NONE, b, net.integers(dims));
    }

    /** With other channels from elsewhere. */
    static void concat(DrawnNet net) {
        long[] other = net.dims();
        other[1] = net.pick(1, 2, 4);
        String side = net.net().normal(net.name(), other);
        String moving = net.net().builder().node("Add", net.name(), NONE, side, mean(net));
        boolean negative = net.chance(30);
        long[] dims = net.dims();
        dims[1] += other[1];
        Attributes axis = NONE.withInt("axis", negative ? 1 - net.rank() : 1);
        net.node("Concat", axis, net.shuffled(net.value(), moving)).at(net.value(), dims, 1);
    }

    /** One number that depends on the input, so that the other part is not a constant. */
    private static String mean(DrawnNet net) {
        String sum = net.net().builder().node("ReduceMax", net.name(), NONE.withInt("keepdims", 0), "x");
        return net.net().builder().node("Tanh", net.name(), NONE, sum);
    }

    private static void transposedTwice(DrawnNet net) {
        long[] swap = new long[net.rank()];
        for (int i = 0; i < swap.length; i++) {
            swap[i] = swap.length - 1 - i;
        }
        String a = net.net().builder().node("Transpose", net.name(), NONE, net.value());
        String b = net.net().builder().node("Identity", net.name(), NONE, a);
        net.node("Transpose", NONE.withInts("perm", swap), b);
    }
}
