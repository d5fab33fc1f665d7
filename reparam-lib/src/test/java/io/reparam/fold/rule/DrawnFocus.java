package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows and columns that are laid out in channels, and a convolution of them. */
final class DrawnFocus {
    private static final Attributes NONE = Attributes.none();

    private DrawnFocus() {}

    static void draw(DrawnNet net) {
        long[] dims = net.dims();
        int[] steps = new int[dims.length];
        long[] pads = new long[2 * dims.length];
        for (int i = 2; i < dims.length; i++) {
            steps[i] = net.pick(1, 2, 2, 3);
            pads[dims.length + i] = (steps[i] - dims[i] % steps[i]) % steps[i];
            dims[i] += pads[dims.length + i];
        }
        net.node("Pad", NONE, net.value(), net.integers(pads)).at(net.value(), dims, 1);
        if (dims.length == 4 && steps[2] == steps[3] && net.chance(50)) {
            net.node("SpaceToDepth", NONE.withInt("blocksize", steps[2]), net.value());
        } else {
            slices(net, steps);
        }
        for (int i = 2; i < dims.length; i++) {
            dims[1] *= steps[i];
            dims[i] /= steps[i];
        }
        net.at(net.value(), dims, 1);
        conv(net);
    }

    private static void slices(DrawnNet net, int... steps) {
        String source = net.value();
        List<String> parts = new ArrayList<>();
        int count = Arrays.stream(steps).skip(2).reduce(1, (a, b) -> a * b);
        for (int place = 0; place < count; place++) {
            String part = source;
            int rest = place;
            for (int axis = 2; axis < steps.length; axis++) {
                String end = net.integers(net.chance(50) ? Long.MAX_VALUE : net.dims()[axis]);
                part = net.node(
                                "Slice",
                                NONE,
                                part,
                                net.integers(rest % steps[axis]),
                                end,
                                net.integers(axis),
                                net.integers(steps[axis]))
                        .value();
                rest /= steps[axis];
            }
            parts.add(part);
        }
        if (net.chance(10)) {
            parts.set(0, parts.get(parts.size() - 1)); // one place twice
        }
        net.node("Concat", NONE.withInt("axis", 1), net.shuffled(parts.toArray(String[]::new)));
    }

    private static void conv(DrawnNet net) {
        long[] dims = net.dims();
        int axes = dims.length - 2;
        long[] shape = dims.clone();
        long[] after = dims.clone();
        long[] strides = new long[axes];
        long[] pads = new long[2 * axes];
        shape[0] = 4;
        after[1] = 4;
        int groups = net.chance(10) ? net.groups((int) dims[1], 4) : 1;
        shape[1] /= groups;
        for (int i = 0; i < axes; i++) {
            shape[i + 2] = net.pick(1, 2, 3);
            strides[i] = net.pick(1, 1, 2);
            pads[i] = net.pick(0, 1);
            pads[axes + i] = net.pick(0, 1, 2);
            after[i + 2] = (dims[i + 2] + pads[i] + pads[axes + i] - shape[i + 2]) / strides[i] + 1;
        }
        Attributes form =
                NONE.withInts("strides", strides).withInts("pads", pads).withInt("group", groups);
        net.node("Conv", form, net.value(), net.net().normal(net.name(), shape)).at(net.value(), after, 1);
    }
}
