package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import java.util.Arrays;

/** Graphs of convolutions, poolings and what pads before them. */
final class DrawnConvs {
    private static final Attributes NONE = Attributes.none();

    private DrawnConvs() {}

    static void convChain(DrawnNet net) {
        if (net.chance(20)) {
            pad(net);
        } else {
            conv(net, "x", net.dims(), net.chance(50) ? 1 : net.pick(2, 3), net.chance(40), false);
        }
        conv(net, net.value(), net.dims(), net.chance(50) ? 1 : net.pick(2, 3), net.chance(50), net.chance(70));
    }

    static void padAndPool(DrawnNet net) {
        String number = net.pick("0", "0", "0", "lowest", "negative");
        if (net.chance(60)) {
            net.node(net.pick("Relu", "Relu", "Tanh", "Sigmoid"), NONE, net.value());
        }
        pad(net, number.equals("0") ? 0 : number.equals("negative") ? -0.5f : Float.NEGATIVE_INFINITY);
        window(net, number.equals("lowest") ? "MaxPool" : net.pick("MaxPool", "AveragePool"));
    }

    static void window(DrawnNet net, String opType) {
        DrawnWindow window = DrawnWindow.over(net, net.chance(70), false);
        window = opType.equals("Conv") ? window : window.ceiled(net);
        Attributes form = window.attributes();
        String[] inputs = {net.value()};
        if (opType.equals("Conv")) {
            long[] shape = net.dims();
            System.arraycopy(window.kernel(), 0, shape, 2, window.kernel().length);
            shape[0] = 3;
            inputs = new String[] {net.value(), net.net().normal(net.name(), shape)};
        } else if (opType.equals("AveragePool") && net.chance(50)) {
            form = form.withInt("count_include_pad", 1);
        }
        long[] after = window.after(net, opType.equals("Conv") ? 3 : net.dims()[1]);
        net.node(opType, form, inputs).at(net.value(), after, 1);
    }

    private static void pad(DrawnNet net) {
        pad(net, 0);
    }

    private static void pad(DrawnNet net, float number) {
        long[] dims = net.dims();
        long[] pads = new long[2 * dims.length];
        for (int i = 2; i < dims.length; i++) {
            pads[i] = net.pick(0, 1, 2);
            pads[dims.length + i] = net.pick(0, 1, 2);
            dims[i] += pads[i] + pads[dims.length + i];
        }
        if (net.opset() < 11) {
            net.node("Pad", NONE.withInts("pads", pads).withFloat("value", number), net.value());
        } else if (number == 0) {
            net.node("Pad", NONE, net.value(), net.integers(pads));
        } else {
            String value = net.net().builder().initializer(net.name(), new long[0], new float[] {number});
            net.node("Pad", NONE, net.value(), net.integers(pads), value);
        }
        net.at(net.value(), dims, 1);
    }

    /** Kernels of one size; few channels between, so that one convolution is no more work than two. */
    private static void conv(DrawnNet net, String input, long[] dims, int kernel, boolean bias, boolean padded) {
        int outC = net.pick(2, 4);
        int groups = net.groups((int) dims[1], outC);
        int axes = dims.length - 2;
        long[] shape = new long[dims.length];
        Arrays.fill(shape, kernel);
        shape[0] = outC;
        shape[1] = dims[1] / groups;
        long[] strides = new long[axes];
        long[] pads = new long[2 * axes];
        long[] after = dims.clone();
        after[1] = outC;
        for (int i = 0; i < axes; i++) {
            strides[i] = net.pick(1, 1, 2);
            pads[i] = padded ? kernel / 2 : 0;
            pads[axes + i] = padded ? net.pick(0, kernel / 2) : 0;
            after[i + 2] = (dims[i + 2] + pads[i] + pads[axes + i] - kernel) / strides[i] + 1;
        }
        Attributes form =
                NONE.withInts("strides", strides).withInts("pads", pads).withInt("group", groups);
        String w = net.net().normal(net.name(), shape);
        String[] inputs = bias ? new String[] {input, w, net.net().normal(net.name(), outC)} : new String[] {input, w};
        net.node("Conv", form, inputs).at(net.value(), after, 1);
    }

    /** Kernels of odd sizes that keep the image's size, with dilations; {@code RandomBranchesTest} draws more. */
    static void parallelConvs(DrawnNet net) {
        int channels = net.channels();
        long[] dims = net.dims();
        int axes = dims.length - 2;
        String sum = "";
        int branches = net.pick(2, 3, 4);
        for (int k = 0; k < branches; k++) {
            String term = "x";
            if (k == 0 || net.chance(80)) {
                int groups = net.groups(channels, channels);
                long[] shape = new long[axes + 2];
                long[] pads = new long[2 * axes];
                long[] dilations = new long[axes];
                shape[0] = channels;
                shape[1] = channels / groups;
                for (int i = 0; i < axes; i++) {
                    shape[i + 2] = net.pick(1, 3);
                    dilations[i] = net.pick(1, 2);
                    pads[i] = (shape[i + 2] - 1) / 2 * dilations[i];
                    pads[axes + i] = pads[i];
                }
                Attributes form = NONE.withInts("pads", pads)
                        .withInts("dilations", dilations)
                        .withInt("group", groups);
                term = net.node("Conv", form, "x", net.net().normal(net.name(), shape))
                        .value();
            }
            if (net.chance(50)) {
                net.at(term, dims, 1);
                DrawnSources.BatchNorm.add(net, false);
                term = net.value();
            }
            sum = k == 0
                    ? term
                    : net.node(net.pick("Add", "Add", "Sub"), NONE, net.shuffled(sum, term))
                            .value();
        }
        net.at(sum, dims, 1);
    }
}
