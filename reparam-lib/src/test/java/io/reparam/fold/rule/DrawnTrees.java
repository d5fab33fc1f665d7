package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;

/** Layers of one image and what joins them: sums, parts of a Concat, a shuffle, a pooling, an activation. */
final class DrawnTrees {
    private static final Attributes NONE = Attributes.none();

    private DrawnTrees() {}

    /** @param activations whether one may stand among them */
    static void add(DrawnNet net, boolean activations) {
        int joins = net.pick(1, 1, 2);
        String input = net.value();
        long[] dims = net.dims();
        point(net, input, dims, (int) dims[1]);
        for (int i = 0; i < joins; i++) {
            join(net, input, dims, activations);
        }
    }

    private static void join(DrawnNet net, String input, long[] dims, boolean activations) {
        switch (net.pick(0, 0, 1, 1, 2, 3, activations ? 4 : 0, 5, 6, 7, 8, 8)) {
            case 0 -> sum(net, input, dims);
            case 1 -> concat(net, input, dims);
            case 2 -> DrawnCrossings.shuffle(net);
            case 3 -> DrawnCrossings.average(net);
            case 4 -> {
                if (net.chance(50)) {
                    net.node(net.pick("Relu", "LeakyRelu"), NONE, net.value());
                } else {
                    DrawnCrossings.maximum(net);
                }
            }
            case 6 -> DrawnAxes.mean(net);
            case 7 -> DrawnAxes.thereAndBack(net);
            case 8 -> halves(net, activations);
            default -> product(net);
        }
    }

    private static void sum(DrawnNet net, String input, long[] dims) {
        String one = net.value();
        long[] now = net.dims();
        if (!sameImage(now, dims)) {
            net.node("Add", NONE, net.shuffled(one, net.net().normal(net.name(), net.channelwise())));
            return;
        }
        point(net, input, dims, (int) now[1]);
        net.node(net.pick("Add", "Sub"), NONE, net.shuffled(one, net.value())).at(net.value(), now, 1);
    }

    private static void concat(DrawnNet net, String input, long[] dims) {
        String one = net.value();
        long[] now = net.dims();
        if (!sameImage(now, dims)) {
            return;
        }
        point(net, input, dims, net.pick(1, 2, 3));
        long[] after = now.clone();
        after[1] += net.channels();
        Attributes axis = NONE.withInt("axis", net.chance(50) ? 1 : 1 - now.length);
        net.node("Concat", axis, net.shuffled(one, net.value())).at(net.value(), after, 1);
    }

    /** Both halves of the channels, joined again: one layer takes in what comes on two ways. */
    private static void halves(DrawnNet net, boolean activations) {
        long[] dims = net.dims();
        if (dims[1] % 2 != 0) {
            return;
        }
        if (net.chance(40)) {
            net.node("Add", NONE, net.value(), net.net().normal(net.name(), net.channelwise()));
        }
        String one = net.name();
        String two = net.name();
        Attributes axis = NONE.withInt("axis", 1);
        Attributes split = net.opset() < 18 ? axis : axis.withInt("num_outputs", 2);
        net.net().builder().node(Node.of("", "Split", List.of(net.value()), List.of(one, two), split));
        if (activations && net.chance(40)) {
            two = net.node("Relu", NONE, two).value();
        }
        boolean concat = net.chance(20);
        dims[1] = concat ? dims[1] : dims[1] / 2;
        net.node(
                        concat ? "Concat" : activations ? net.pick("Add", "Sub", "Max") : net.pick("Add", "Sub"),
                        concat ? axis : NONE,
                        net.shuffled(one, two))
                .at(net.value(), dims, 1);
    }

    /** A gate, which has nothing to take a factor in. */
    private static void product(DrawnNet net) {
        String gate = net.net().node("Sigmoid", net.name(), "x");
        String one = net.net().builder().node("ReduceMax", net.name(), NONE.withInt("keepdims", 1), gate);
        net.node("Mul", NONE, net.shuffled(net.value(), one));
    }

    private static boolean sameImage(long[] a, long[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 2; i < b.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    /** A convolution of kernel 1, or another layer of images. */
    private static void point(DrawnNet net, String input, long[] dims, int outC) {
        long[] kernel = new long[dims.length];
        Arrays.fill(kernel, 1);
        kernel[0] = outC;
        kernel[1] = dims[1];
        long[] after = dims.clone();
        after[1] = outC;
        net.node("Conv", NONE, input, net.net().normal(net.name(), kernel)).at(net.value(), after, 1);
        if (net.chance(30)) {
            DrawnSources.BatchNorm.add(net, false);
        } else if (net.chance(30) && dims.length > 2) {
            DrawnLayers.InstanceNorm.add(net);
        }
    }
}
