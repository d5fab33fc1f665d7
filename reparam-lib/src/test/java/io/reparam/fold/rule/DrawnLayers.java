package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import java.util.Arrays;

/** Layers with constants, after a drawn net's last value or as its first node; named as rules name them. */
enum DrawnLayers {
    BatchNorm(9, 22) {
        @Override
        void start(DrawnNet net) {
            net.image(net.pick(2, 4, 6), net.pick(0, 1, 2, 3));
        }

        @Override
        void add(DrawnNet net) {
            DrawnSources.BatchNorm.add(net, false);
        }
    },
    Conv(9, 22) {
        @Override
        void start(DrawnNet net) {
            net.image(net.pick(2, 4, 6), net.pick(1, 2, 2, 3));
        }

        @Override
        void add(DrawnNet net) {
            conv(net, DrawnWindow.over(net, true, true));
        }
    },
    /** No padding, which a summand before it asks for. */
    ValidConv(9, 22) {
        @Override
        void start(DrawnNet net) {
            Conv.start(net);
        }

        @Override
        void add(DrawnNet net) {
            conv(net, DrawnWindow.over(net, false, true));
        }
    },
    ConvTranspose(9, 22) {
        @Override
        void start(DrawnNet net) {
            net.image(net.pick(2, 4, 6), net.pick(1, 2, 2, 3));
        }

        @Override
        void add(DrawnNet net) {
            DrawnTransposed.add(net);
        }
    },
    Gemm(9, 22) {
        @Override
        void start(DrawnNet net) {
            net.input(3, net.pick(2, 4, 6));
        }

        @Override
        void add(DrawnNet net) {
            int outC = net.pick(2, 3, 5);
            int inC = net.channels();
            int transB = net.pick(0, 1);
            Attributes attributes = Attributes.none()
                    .withFloat("alpha", net.pick(1, 2, 3) / 2f)
                    .withFloat("beta", net.pick(-1, 1, 2) / 2f)
                    .withInt("transB", transB);
            String w = net.net().normal(net.name(), transB == 0 ? inC : outC, transB == 0 ? outC : inC);
            long rows = net.dims()[0];
            long[][] biases = {{outC}, {1, outC}, {rows, outC}, {1}, {}};
            String[] inputs = net.opset() > 10 && net.chance(20)
                    ? new String[] {net.value(), w}
                    : new String[] {net.value(), w, net.net().normal(net.name(), biases[net.pick(0, 1, 2, 3, 4)])};
            net.node("Gemm", attributes, inputs).at(net.value(), new long[] {rows, outC}, 1);
        }
    },
    MatMul(9, 22) {
        @Override
        void start(DrawnNet net) {
            boolean first = net.chance(30);
            long[] dims = {2, 3, 4, 3};
            long[] shape = Arrays.copyOf(dims, net.pick(2, 3, 4));
            net.input(shape).at("x", shape, first ? shape.length - 2 : shape.length - 1);
        }

        @Override
        void add(DrawnNet net) {
            int outC = net.pick(2, 3, 5);
            long[] shape = net.dims();
            boolean first = net.axis() != shape.length - 1;
            String w = first
                    ? net.net().normal(net.name(), outC, net.channels())
                    : net.net().normal(net.name(), net.channels(), outC);
            shape[net.axis()] = outC;
            String[] inputs = first ? new String[] {w, net.value()} : new String[] {net.value(), w};
            int axis = net.axis();
            net.node("MatMul", Attributes.none(), inputs).at(net.value(), shape, axis);
        }
    },
    MatMulAdd(9, 22) {
        @Override
        void start(DrawnNet net) {
            MatMul.start(net);
        }

        @Override
        void add(DrawnNet net) {
            MatMul.add(net);
            String b = net.net().normal(net.name(), net.channelwise());
            net.node("Add", Attributes.none(), net.shuffled(net.value(), b));
        }
    },
    LayerNorm(17, 22) {
        @Override
        void start(DrawnNet net) {
            long[] shape = Arrays.copyOf(new long[] {2, 3, 4, 5}, net.pick(2, 3, 4));
            net.input(shape).at("x", shape, shape.length - 1);
        }

        @Override
        void add(DrawnNet net) {
            Attributes attributes = Attributes.none()
                    .withInt("axis", net.chance(50) ? -1 : net.rank() - 1)
                    .withFloat("epsilon", net.pick(1, 100) * 1e-4f);
            String gamma = net.net().normal(net.name(), net.channels());
            String[] inputs = net.chance(30)
                    ? new String[] {net.value(), gamma}
                    : new String[] {net.value(), gamma, net.net().normal(net.name(), net.channels())};
            net.node("LayerNormalization", attributes, inputs);
        }
    },
    GroupNorm(18, 22) {
        @Override
        void start(DrawnNet net) {
            net.image(4, net.pick(1, 2, 3));
        }

        @Override
        void add(DrawnNet net) {
            int groups = net.pick(1, 2, 4);
            int numbers = net.opset() < 21 ? groups : net.channels();
            Attributes attributes =
                    Attributes.none().withInt("num_groups", groups).withFloat("epsilon", 0.01f);
            net.node(
                    "GroupNormalization",
                    attributes,
                    net.value(),
                    net.net().normal(net.name(), numbers),
                    net.net().normal(net.name(), numbers));
        }
    },
    InstanceNorm(9, 22) {
        @Override
        void start(DrawnNet net) {
            net.image(net.pick(2, 3), net.pick(1, 2, 3));
        }

        @Override
        void add(DrawnNet net) {
            net.node(
                    "InstanceNormalization",
                    Attributes.none().withFloat("epsilon", 0.02f),
                    net.value(),
                    net.net().normal(net.name(), net.channels()),
                    net.net().normal(net.name(), net.channels()));
        }
    };

    private final int oldest;
    private final int newest;

    DrawnLayers(int oldest, int newest) {
        this.oldest = oldest;
        this.newest = newest;
    }

    /** With nothing in it. */
    DrawnNet net(long seed) {
        DrawnNet net = new DrawnNet(seed, oldest, newest);
        start(net);
        return net;
    }

    /** Declares an input that the layer takes. */
    abstract void start(DrawnNet net);

    abstract void add(DrawnNet net);

    private static void conv(DrawnNet net, DrawnWindow window) {
        int outC = net.pick(2, 4, 6);
        int groups = net.groups(net.channels(), outC);
        long[] shape = new long[window.kernel().length + 2];
        shape[0] = outC;
        shape[1] = net.channels() / groups;
        System.arraycopy(window.kernel(), 0, shape, 2, window.kernel().length);
        String w = net.net().normal(net.name(), shape);
        String[] inputs = net.chance(50)
                ? new String[] {net.value(), w}
                : new String[] {net.value(), w, net.net().normal(net.name(), outC)};
        long[] after = window.after(net, outC);
        net.node("Conv", window.attributes().withInt("group", groups), inputs).at(net.value(), after, 1);
    }
}
