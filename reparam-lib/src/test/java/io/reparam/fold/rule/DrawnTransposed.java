package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import java.util.Arrays;

/** A ConvTranspose with attributes that are seldom the defaults. */
final class DrawnTransposed {
    private DrawnTransposed() {}

    static void add(DrawnNet net) {
        int axes = net.rank() - 2;
        long[] strides = new long[axes];
        long[] more = new long[axes];
        long[] slack = new long[axes];
        for (int i = 0; i < axes; i++) {
            strides[i] = net.pick(1, 2, 3);
            more[i] = strides[i] > 1 ? net.pick(0, 1) : 0;
            slack[i] = net.pick(0, 1);
        }
        int outC = net.pick(2, 4);
        add(net, net.value(), outC, net.groups(net.channels(), outC), strides, more, slack);
    }

    /** @param shrink how much smaller than without pads the output is, besides the kernel's extent */
    static void add(
            DrawnNet net, String input, int outC, int groups, long[] strides, long[] outputPadding, long[] shrink) {
        int axes = strides.length;
        long[] kernel = new long[axes];
        long[] dilations = new long[axes];
        long[] pads = new long[2 * axes];
        long[] dims = net.dims();
        int inC = (int) dims[1];
        dims[1] = outC;
        for (int i = 0; i < axes; i++) {
            kernel[i] = net.pick(1, 2, 3);
            dilations[i] = net.pick(1, 2);
            long extent = (kernel[i] - 1) * dilations[i];
            long total = Math.max(0, extent - 2 + shrink[i] + outputPadding[i]);
            if (extent + shrink[i] + outputPadding[i] < 2) {
                kernel[i] = 3;
                total = 2 * dilations[i] - 2 + shrink[i] + outputPadding[i];
            }
            pads[i] = net.pick(0, (int) total);
            pads[axes + i] = total - pads[i];
            dims[i + 2] = (dims[i + 2] - 1) * strides[i] + 3 - shrink[i];
        }
        Attributes attributes = Attributes.none()
                .withInts("kernel_shape", kernel)
                .withInts("strides", strides)
                .withInts("dilations", dilations)
                .withInts("output_padding", outputPadding)
                .withInts("pads", pads)
                .withInt("group", groups);
        long[] shape = new long[axes + 2];
        shape[0] = inC;
        shape[1] = outC / groups;
        System.arraycopy(kernel, 0, shape, 2, axes);
        String w = net.net().normal(net.name(), shape);
        String[] inputs = net.chance(50)
                ? new String[] {input, w}
                : new String[] {input, w, net.net().normal(net.name(), outC)};
        net.node("ConvTranspose", attributes, inputs).at(net.value(), dims, 1);
    }

    /** Parallel ones with the same strides and groups. */
    static void sum(DrawnNet net) {
        int axes = net.rank() - 2;
        long[] strides = new long[axes];
        long[] shrink = new long[axes];
        for (int i = 0; i < axes; i++) {
            strides[i] = net.pick(2, 3);
            shrink[i] = net.pick(0, 1);
        }
        long[] dims = net.dims();
        int groups = net.groups(net.channels(), 4);
        String sum = "";
        int branches = net.pick(2, 3);
        for (int k = 0; k < branches; k++) {
            long[] more = new long[axes];
            Arrays.setAll(more, i -> net.pick(0, 1));
            net.at("x", dims, 1);
            add(net, "x", 4, groups, strides, more, shrink);
            String term = net.value();
            long[] after = net.dims();
            sum = k == 0
                    ? term
                    : net.node(net.pick("Add", "Sub"), Attributes.none(), net.shuffled(sum, term))
                            .value();
            net.at(sum, after, 1);
        }
        if (net.chance(30)) {
            net.node("Add", Attributes.none(), net.value(), net.net().normal(net.name(), net.channelwise()));
        }
    }
}
