package io.reparam.fold.rule;

import io.reparam.fold.SmallNet;
import io.reparam.fold.merge.BorderFillGraphs;
import io.reparam.graph.Attributes;

/** The blocks of the literature as they are trained, of equal channels before and after, each with the output it returns. */
enum TrainedBlocks {
    REP_VGG("Conv", "Relu") {
        @Override
        String add(SmallNet net, String name, String x, int c) {
            net.convNorm(name + "a", x, pad(1, 1), c, c, 3, 3);
            net.convNorm(name + "b", x, NONE, c, c, 1, 1);
            return relu(net, name, sum(net, name, name + "a", name + "b", net.norm(name + "n", x, c, 1e-5f)));
        }
    },
    AC_NET("Conv", "Relu") {
        @Override
        String add(SmallNet net, String name, String x, int c) {
            net.convNorm(name + "s", x, pad(1, 1), c, c, 3, 3);
            net.convNorm(name + "v", x, pad(1, 0), c, c, 3, 1);
            net.convNorm(name + "h", x, pad(0, 1), c, c, 1, 3);
            return relu(net, name, sum(net, name, name + "s", name + "v", name + "h"));
        }
    },
    /** With the ring of biases as PyTorch exports it. */
    DIVERSE_BRANCH("Conv", "Relu") {
        @Override
        String add(SmallNet net, String name, String x, int c) {
            net.convNorm(name + "s", x, pad(1, 1), c, c, 3, 3);
            net.convNorm(name + "p", x, NONE, c, c, 1, 1);
            net.convNorm(name + "k", ringed(net, name + "1", x, c), NONE, c, c, 3, 3);
            Attributes window = NONE.withInts("kernel_shape", 3, 3).withInt("count_include_pad", 1);
            String mean = net.builder().node("AveragePool", name + "m", window, ringed(net, name + "2", x, c));
            String pooled = net.norm(name + "a", mean, c, 1e-5f);
            return relu(net, name, sum(net, name, name + "s", name + "p", name + "k", pooled));
        }

        /** 1x1, norm, Pad, and what the norm adds written around. */
        private String ringed(SmallNet net, String name, String x, int c) {
            float[] v = new float[c];
            for (int i = 0; i < c; i++) {
                v[i] = 0.3f * i - 0.5f;
            }
            String w = net.normal(name + ".w", c, c, 1, 1);
            String b = net.builder().initializer(name + ".b", new long[] {c}, v);
            String point = net.builder().node("Conv", name + "c", NONE, x, w, b);
            String pads =
                    net.builder().initializer(name + ".pads", new long[] {8}, new long[] {0, 0, 1, 1, 0, 0, 1, 1});
            String padded = net.builder().node("Pad", name + "p", NONE, point, pads);
            return new BorderFillGraphs(net, v).around(padded, name + "r", 1, 1);
        }
    },
    MOBILE_ONE("Conv", "Relu", "Conv", "Relu") {
        @Override
        String add(SmallNet net, String name, String x, int c) {
            return half(net, name + "p", half(net, name + "d", x, c, c, 3), c, 1, 1);
        }

        private String half(SmallNet net, String name, String x, int c, int groups, int kernel) {
            String[] terms = new String[6];
            for (int k = 0; k < 4; k++) {
                Attributes form = pad(kernel / 2, kernel / 2).withInt("group", groups);
                terms[k] = net.convNorm(name + "k" + k, x, form, c, c / groups, kernel, kernel);
            }
            terms[4] = net.convNorm(name + "s", x, NONE.withInt("group", groups), c, c / groups, 1, 1);
            terms[5] = net.norm(name + "n", x, c, 1e-5f);
            return relu(net, name, sum(net, name, terms));
        }
    },
    QA_REP_VGG("Conv", "Relu") {
        @Override
        String add(SmallNet net, String name, String x, int c) {
            net.convNorm(name + "a", x, pad(1, 1), c, c, 3, 3);
            net.conv(name + "b", x, NONE, c, c, 1, 1);
            return relu(net, name, net.norm(name + "n", sum(net, name, name + "a", name + "b", x), c, 1e-3f));
        }
    },
    /** Token mixer, then a residual feed-forward part whose norms fold. */
    REP_VIT("Conv", "Conv", "Erf", "Mul", "Conv", "Add") {
        @Override
        String add(SmallNet net, String name, String x, int c) {
            net.convNorm(name + "a", x, pad(1, 1).withInt("group", c), c, 1, 3, 3);
            net.conv(name + "b", x, NONE.withInt("group", c), c, 1, 1, 1);
            String mixed = net.norm(name + "n", sum(net, name, name + "a", name + "b", x), c, 1e-5f);
            net.convNorm(name + "f", mixed, NONE, 2 * c, c, 1, 1);
            net.node("Mul", name + "g", name + "f", net.node("Erf", name + "e", name + "f"));
            net.convNorm(name + "h", name + "g", NONE, c, 2 * c, 1, 1);
            return net.node("Add", name + "y", mixed, name + "h");
        }
    },
    /** RepMixer with its layer scale, then a residual feed-forward part with another one. */
    FAST_VIT("Conv", "Conv", "Conv", "Relu", "Conv", "Add") {
        @Override
        String add(SmallNet net, String name, String x, int c) {
            Attributes depthwise = NONE.withInt("group", c);
            net.convNorm(name + "k", x, pad(1, 1).withInt("group", c), c, 1, 3, 3);
            net.convNorm(name + "s", x, depthwise, c, 1, 1, 1);
            String mix = sum(net, name + "m", name + "k", name + "s", net.norm(name + "i", x, c, 1e-5f));
            net.node("Sub", name + "d", mix, net.norm(name + "n", x, c, 1e-5f));
            net.node("Mul", name + "g", net.positive(name + ".l", c, 1, 1), name + "d");
            String mixed = net.node("Add", name + "x", x, name + "g");
            net.convNorm(name + "w", mixed, pad(3, 3).withInt("group", c), c, 1, 7, 7);
            net.conv(name + "u", name + "w", NONE, 2 * c, c, 1, 1);
            net.conv(name + "v", net.node("Relu", name + "r", name + "u"), NONE, c, 2 * c, 1, 1);
            net.node("Mul", name + "h", name + "v", net.positive(name + ".m", c, 1, 1));
            return net.node("Add", name + "y", mixed, name + "h");
        }
    },
    UNI_REP_LK_NET("Conv", "Relu") {
        @Override
        String add(SmallNet net, String name, String x, int c) {
            int[][] kernelsAndRates = {{13, 1}, {5, 1}, {7, 2}, {3, 3}, {3, 4}, {3, 5}};
            String[] terms = new String[kernelsAndRates.length];
            for (int k = 0; k < terms.length; k++) {
                int size = kernelsAndRates[k][0];
                int rate = kernelsAndRates[k][1];
                int half = (size - 1) * rate / 2;
                Attributes form = pad(half, half).withInt("group", c).withInts("dilations", rate, rate);
                terms[k] = net.convNorm(name + "k" + k, x, form, c, 1, size, size);
            }
            return relu(net, name, sum(net, name, terms));
        }
    };

    private static final Attributes NONE = Attributes.none();

    private final String[] deployed;

    TrainedBlocks(String... deployed) {
        this.deployed = deployed;
    }

    /** The operators of the block as it is deployed. */
    String[] deployed() {
        return deployed.clone();
    }

    abstract String add(SmallNet net, String name, String x, int channels);

    private static Attributes pad(int height, int width) {
        return NONE.withInts("pads", height, width, height, width);
    }

    private static String relu(SmallNet net, String name, String x) {
        return net.node("Relu", name + "y", x);
    }

    /** From left to right. */
    private static String sum(SmallNet net, String name, String... terms) {
        String sum = terms[0];
        for (int i = 1; i < terms.length; i++) {
            sum = net.node("Add", name + "sum" + i, sum, terms[i]);
        }
        return sum;
    }
}
