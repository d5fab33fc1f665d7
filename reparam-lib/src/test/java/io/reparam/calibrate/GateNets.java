package io.reparam.calibrate;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.ort.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small nets with attention of every kind, and images for them. */
final class GateNets {
    static final int CHANNELS = 8;

    /** Channel attention as papers and exporters write it. */
    enum Kind {
        SE {
            @Override
            String gate(SmallNet net, String x, String n) {
                String hidden = net.node("Relu", n + "r", point(net, n + "a", pool(net, n, x), CHANNELS, 4));
                return net.node("Sigmoid", n + "g", point(net, n + "b", hidden, 4, CHANNELS));
            }
        },
        SE_BN_INSIDE {
            @Override
            String gate(SmallNet net, String x, String n) {
                String hidden = net.norm(n + "bn", point(net, n + "a", pool(net, n, x), CHANNELS, 4), 4, 1e-5f);
                return net.node(
                        "Sigmoid", n + "g", point(net, n + "b", net.node("Relu", n + "r", hidden), 4, CHANNELS));
            }
        },
        HARD_SIGMOID_WRITTEN_OUT {
            @Override
            String gate(SmallNet net, String x, String n) {
                String three = constant(net, n + "3", 3);
                String six = constant(net, n + "6", 6);
                String zero = constant(net, n + "0", 0);
                String moved =
                        net.node("Add", n + "m", point(net, n + "a", pool(net, n, x), CHANNELS, CHANNELS), three);
                return net.node("Div", n + "g", net.node("Clip", n + "c", moved, zero, six), six);
            }
        },
        ECA {
            @Override
            String gate(SmallNet net, String x, String n) {
                // one kernel slides over the channels; the result is expanded by the image's own shape, as PyTorch
                // exports it
                String last = net.builder().initializer(n + "ax", new long[] {1}, new long[] {3});
                String row = net.node("Squeeze", n + "s", pool(net, n, x), last);
                String turned = net.builder()
                        .node("Transpose", n + "t", Attributes.none().withInts("perm", 0, 2, 1), row);
                String slid = net.builder()
                        .node(
                                "Conv",
                                n + "k",
                                Attributes.none().withInts("kernel_shape", 3).withInts("pads", 1, 1),
                                turned,
                                net.normal(n + "kw", 1, 1, 3));
                String back = net.builder()
                        .node("Transpose", n + "b", Attributes.none().withInts("perm", 0, 2, 1), slid);
                String gate = net.node("Sigmoid", n + "g", net.node("Unsqueeze", n + "u", back, last));
                return net.node("Expand", n + "e", gate, net.node("Shape", n + "shape", x));
            }
        },
        CBAM_CHANNEL {
            @Override
            String gate(SmallNet net, String x, String n) {
                String a = net.normal(n + "w1", 4, CHANNELS, 1, 1);
                String b = net.normal(n + "w2", CHANNELS, 4, 1, 1);
                String average = net.node(
                        "Conv",
                        n + "a2",
                        net.node("Relu", n + "ar", net.node("Conv", n + "a1", pool(net, n, x), a)),
                        b);
                String largest = net.node("GlobalMaxPool", n + "mp", x);
                String most = net.node(
                        "Conv", n + "m2", net.node("Relu", n + "mr", net.node("Conv", n + "m1", largest, a)), b);
                return net.node("Sigmoid", n + "g", net.node("Add", n + "sum", average, most));
            }
        },
        GCT {
            @Override
            String gate(SmallNet net, String x, String n) {
                Attributes keep = Attributes.none().withInt("keepdims", 1);
                String squares = net.node("Mul", n + "sq", x, x);
                String axes = net.builder().initializer(n + "ax", new long[] {2}, new long[] {2, 3});
                String sum = net.builder().node("ReduceSum", n + "sum", keep, squares, axes);
                String norm = net.node("Sqrt", n + "n", net.node("Add", n + "eps", sum, constant(net, n + "e", 1e-5f)));
                String embedding = net.node("Mul", n + "em", norm, net.positive(n + "alpha", 1, CHANNELS, 1, 1));
                String mean = net.builder()
                        .node(
                                "ReduceMean",
                                n + "mean",
                                keep.withInts("axes", 1),
                                net.node("Mul", n + "em2", embedding, embedding));
                String relative = net.node("Div", n + "rel", embedding, net.node("Sqrt", n + "root", mean));
                String scaled = net.node("Mul", n + "sc", relative, net.normal(n + "gamma", 1, CHANNELS, 1, 1));
                return net.node("Add", n + "g", net.node("Tanh", n + "tanh", scaled), constant(net, n + "one", 1));
            }
        };

        /** @return the factor */
        abstract String gate(SmallNet net, String x, String n);

        private static String pool(SmallNet net, String n, String x) {
            return net.node("GlobalAveragePool", n + "z", x);
        }

        private static String constant(SmallNet net, String name, float value) {
            return net.builder().initializer(Tensor.of(name, new long[0], new float[] {value}));
        }

        private static String point(SmallNet net, String name, String input, int inC, int outC) {
            return net.node(
                    "Conv", name, input, net.normal(name + ".w", outC, inC, 1, 1), net.normal(name + ".b", outC));
        }
    }

    private GateNets() {}

    /** A classifier of 3 x 12 x 12 pixels and 5 classes, with a gate after each convolution but the last. */
    static Graph classifier(Kind... kinds) {
        SmallNet net = new SmallNet();
        net.builder().input("image", "N", 3, 12, 12).output("logits", "N", 5);
        String x = "image";
        for (int i = 0; i < kinds.length; i++) {
            x = net.node("Relu", "relu" + i, net.conv("conv" + i, x, i == 0 ? 3 : CHANNELS, CHANNELS, 1, true));
            String gate = kinds[i].gate(net, x, "k" + i + "_");
            x = i % 2 == 0 ? net.node("Mul", "gated" + i, x, gate) : net.node("Mul", "gated" + i, gate, x);
        }
        head(net, net.conv("last", x, CHANNELS, CHANNELS, 1, true));
        return net.build();
    }

    /** Two branches in a stack, which a softmax weighs; how they are added, and which operand of the product the stack is. */
    static Graph stacked(String adding, int operand) {
        SmallNet net = new SmallNet();
        net.builder().input("image", "N", 3, 12, 12).output("logits", "N", 5);
        String x = net.node("Relu", "relu", net.conv("conv", "image", 3, CHANNELS, 1, true));
        String a = net.conv("a", x, CHANNELS, CHANNELS, 1, true);
        String b = net.conv("b", x, CHANNELS, CHANNELS, 1, true);
        String squeezed = net.node("GlobalAveragePool", "squeezed", net.node("Add", "both", a, b));
        String dense = net.node("Conv", "weigh", squeezed, net.normal("weigh.w", 2 * CHANNELS, CHANNELS, 1, 1));
        String form = net.builder().initializer("form", new long[] {5}, new long[] {0, 2, CHANNELS, 1, 1});
        Attributes branch = Attributes.none().withInt("axis", 1);
        String gate = net.builder().node("Softmax", "gate", branch, net.node("Reshape", "formed", dense, form));
        String at = net.builder().initializer("at", new long[] {1}, new long[] {1});
        String stack = net.builder()
                .node(
                        "Concat",
                        "stack",
                        branch,
                        net.node("Unsqueeze", "ua", a, at),
                        net.node("Unsqueeze", "ub", b, at));
        String product =
                operand == 0 ? net.node("Mul", "product", stack, gate) : net.node("Mul", "product", gate, stack);
        head(net, added(net, adding, product, at));
        return net.build();
    }

    /** Two branches of one convolution that a softmax weighs, as ResNeSt has them. */
    static Graph branchesOfOneConvolution() {
        SmallNet net = new SmallNet();
        net.builder().input("image", "N", 3, 12, 12).output("logits", "N", 5);
        String x = net.node("Relu", "relu", net.conv("conv", "image", 3, 2 * CHANNELS, 1, true));
        String apart = net.builder().initializer("apart", new long[] {5}, new long[] {0, 2, CHANNELS, 12, 12});
        String stack = net.node("Reshape", "stack", x, apart);
        String at = net.builder().initializer("at", new long[] {1}, new long[] {1});
        Attributes drop = Attributes.none().withInt("keepdims", 0);
        String both = net.builder().node("ReduceSum", "both", drop, stack, at);
        String dense = net.node(
                "Conv", "weigh", Kind.pool(net, "p", both), net.normal("weigh.w", 2 * CHANNELS, CHANNELS, 1, 1));
        String form = net.builder().initializer("form", new long[] {5}, new long[] {0, 2, CHANNELS, 1, 1});
        Attributes branch = Attributes.none().withInt("axis", 1);
        String gate = net.builder().node("Softmax", "gate", branch, net.node("Reshape", "formed", dense, form));
        head(net, net.builder().node("ReduceSum", "sum", drop, net.node("Mul", "product", stack, gate), at));
        return net.build();
    }

    private static String added(SmallNet net, String adding, String product, String at) {
        Attributes branch = Attributes.none().withInt("axis", 1);
        if (adding.equals("ReduceSum")) {
            return net.builder().node("ReduceSum", "sum", Attributes.none().withInt("keepdims", 0), product, at);
        }
        if (adding.equals("Gather")) {
            String last = net.builder().initializer(Tensor.of("last", new long[0], new long[] {-1}));
            String first = net.builder().initializer(Tensor.of("first", new long[0], new long[] {0}));
            return net.node(
                    "Add",
                    "sum",
                    net.builder().node("Gather", "one", branch, product, first),
                    net.builder().node("Gather", "two", branch, product, last));
        }
        net.builder().node(Node.of("split", "Split", List.of(product), List.of("one", "two"), branch));
        return net.node("Add", "sum", net.node("Squeeze", "s1", "one", at), net.node("Squeeze", "s2", "two", at));
    }

    private static void head(SmallNet net, String x) {
        String flat = net.node("Flatten", "flat", net.node("GlobalAveragePool", "pool", x));
        net.node("Gemm", "logits", flat, net.normal("fc.w", CHANNELS, 5), net.normal("fc.b", 5));
    }

    /** A copy in which what is added to this convolution's output is all that is left of it: a gate after it is constant. */
    static Graph withoutWeights(Graph net, String conv) {
        Graph copy = net.copy();
        String weights = conv + ".w";
        Tensor old = copy.initializer(weights).orElseThrow();
        long[] dims = old.dims().stream().mapToLong(Long::longValue).toArray();
        copy.putInitializer(Tensor.of(weights, dims, new float[(int) old.size()]));
        return copy;
    }

    /** Images of noise, each of its own strength and colour. */
    static PreparedImages images(int count, long seed) {
        Random random = new Random(seed);
        List<ImageBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i += 8) {
            FloatTensor input = FloatTensor.zeros(8, 3, 12, 12);
            for (int at = 0, image = -1; at < input.data().capacity(); at++) {
                if (at % 432 == 0) {
                    image = at / 432;
                }
                double strength = 0.3 + (image * 7 + i) % 5;
                input.data().put(at, (float) (strength * random.nextGaussian() + (image % 3 - 1)));
            }
            batches.add(new ImageBatch(input, new int[0]));
        }
        return new PreparedImages(batches, done -> {});
    }
}
