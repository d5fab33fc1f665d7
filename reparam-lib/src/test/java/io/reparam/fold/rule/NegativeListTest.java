package io.reparam.fold.rule;

import static io.reparam.graph.Attributes.none;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What other tools have folded wrongly, from their bug reports: each is refused for a reason that names the node, and not a byte of the
 * graph changes.
 */
class NegativeListTest {
    private static final int C = 4;

    static List<Arguments> places() {
        return List.of(
                place(
                        "conv output is a graph output (onnxruntime#4110)",
                        "output of Conv 'c' is also read elsewhere",
                        net -> {
                            net.node("Mul", "y", conv(net), factor(net, C, 1, 1));
                            net.builder().output("c", "N", "C", "H", "W");
                        }),
                place(
                        "conv output has two readers (OnnxSlim#160)",
                        "output of Conv 'c' is also read elsewhere",
                        net -> {
                            net.node("Mul", "m", conv(net), factor(net, C, 1, 1));
                            net.node("Add", "y", "m", net.node("Sigmoid", "s", "c"));
                        }),
                place("one node reads the output twice", "output of Conv 'c' is also read elsewhere", net -> {
                    net.norm("n", conv(net), C, 1e-5f);
                    net.node("Mul", "y", "n", net.node("Sigmoid", "s", "c"));
                }),
                place(
                        "factor of a row of C columns",
                        "acts on axis 3, not on channels",
                        net -> net.node("Mul", "y", conv(net), factor(net, 1, 1, 1, C))),
                place(
                        "factor [C] under broadcasting",
                        "acts on axis 3, not on channels",
                        net -> net.node("Mul", "y", conv(net), factor(net, C))),
                place(
                        "factor of C rows",
                        "acts on axis 2, not on channels",
                        net -> net.node("Mul", "y", factor(net, C, 1), conv(net))),
                place(
                        "factor for each image",
                        "acts on axis 0, not on channels",
                        net -> net.node("Mul", "y", conv(net), factor(net, 2, 1, 1, 1))),
                place(
                        "summand [C] under broadcasting",
                        "acts on axis 3, not on channels",
                        net -> net.node("Add", "y", conv(net), factor(net, C))),
                place("initializer that is a graph input (optimizer#325)", "not a constant of real numbers", net -> {
                    net.norm("y", conv(net), C, 1e-5f);
                    net.builder().input("c.weight", C, C, 3, 3);
                }),
                place(
                        "norm in training mode",
                        "training_mode 1",
                        net -> norm(net, none().withInt("training_mode", 1), "y", "mean", "var")),
                place("statistics of a norm are read", "has further outputs that are read", net -> {
                    net.builder().opset(9);
                    norm(net, none(), "y", "mean", "var", "batchMean", "batchVar");
                    net.builder().output(Value.tensor("mean", ElementType.FLOAT, Dim.list(C)));
                }),
                place(
                        "summand before a padded convolution",
                        "pads with zeros",
                        net -> net.conv("y", net.node("Add", "a", "x", factor(net, C, 1, 1)), C, C, 1, true)),
                place(
                        "norm before a padded convolution",
                        "pads with zeros",
                        net -> net.conv("y", net.norm("n", "x", C, 1e-5f), C, C, 1, true)),
                place("negative factor before a Relu", "only factors above 0 pass", net -> {
                    String v = net.builder().initializer("v", new long[] {C, 1, 1}, new float[] {1, -1, 2, 0.5f});
                    net.conv("y", net.node("Relu", "r", net.node("Mul", "m", "x", v)), C, C, 1, true);
                }),
                place(
                        "factor before a Sigmoid",
                        "no factor passes Sigmoid 's'",
                        net -> net.conv(
                                "y",
                                net.node("Sigmoid", "s", net.node("Mul", "m", "x", factor(net, C, 1, 1))),
                                C,
                                C,
                                1,
                                true)),
                place("factor before a Clip, Relu6", "no factor passes Clip 'r'", net -> {
                    net.node("Mul", "m", "x", factor(net, C, 1, 1));
                    net.builder().initializer("lo", new long[0], new float[] {0});
                    net.builder().initializer("hi", new long[0], new float[] {6});
                    net.conv("y", net.node("Clip", "r", "m", "lo", "hi"), C, C, 1, true);
                }),
                place("factor after a sum of which one part is a gate", "Sigmoid 's' is not a layer", net -> {
                    net.node("Add", "a", conv(net), net.node("Sigmoid", "s", "x"));
                    net.node("Mul", "y", "a", factor(net, C, 1, 1));
                }),
                place("negative factor after a Relu", "only factors above 0 pass Relu 'r'", net -> {
                    String v = net.builder().initializer("v", new long[] {C, 1, 1}, new float[] {1, -1, 2, 0.5f});
                    net.node("Mul", "y", net.node("Relu", "r", conv(net)), v);
                }),
                place(
                        "matrices in a row that are a bottleneck",
                        "as one matrix it would have 16 weights",
                        net -> narrow(net, "y")),
                place(
                        "parallel bottlenecks",
                        "as one matrix it would have 16 weights",
                        net -> net.node("Add", "y", narrow(net, "a"), net.node("Mul", "m", "x", factor(net, C)))),
                place(
                        "transposed convolutions of other groups",
                        "has other groups or channels",
                        net -> net.node("Add", "y", transposed(net, "a", 1), transposed(net, "b", 2))),
                place(
                        "factor after a Concat of which one part is the input",
                        "no layer computes 'x'",
                        net -> net.node(
                                "Mul",
                                "y",
                                net.builder().node("Concat", "a", none().withInt("axis", 1), conv(net), "x"),
                                factor(net, 2 * C, 1, 1))),
                place(
                        "factor beyond 1e4",
                        "beyond 1e4",
                        net -> net.node(
                                "Mul",
                                "y",
                                conv(net),
                                net.builder().initializer("v", new long[] {C, 1, 1}, new float[] {1, 2, 3, 2e4f}))),
                place(
                        "a factor that is not a number",
                        "is NaN in channel 1",
                        net -> net.node(
                                "Mul",
                                "y",
                                conv(net),
                                net.builder()
                                        .initializer("v", new long[] {C, 1, 1}, new float[] {1, Float.NaN, 3, 2}))),
                place("result beyond float32", "cannot hold", net -> {
                    float[] w = new float[C * C];
                    Arrays.fill(w, 3e38f);
                    String weight = net.builder().initializer("w", new long[] {C, C, 1, 1}, w);
                    String v = net.builder().initializer("v", new long[] {1}, new float[] {2});
                    net.node("Mul", "y", net.node("Conv", "c", "x", weight), v);
                }),
                place("quantized weights", "not a constant of real numbers", NegativeListTest::quantized),
                place("mean that leaves padding out", "does not count its padding", net -> {
                    Attributes window = none().withInts("kernel_shape", 3, 3).withInts("pads", 1, 1, 1, 1);
                    net.node("Add", "y", conv(net), net.builder().node("AveragePool", "p", window, "x"));
                }),
                place("branches of other strides", "has stride", net -> {
                    Attributes two = none().withInts("strides", 2, 2).withInts("pads", 1, 1, 1, 1);
                    net.conv("a", "x", two, C, C, 3, 3);
                    net.node("Add", "y", "a", net.conv("b", "x", none(), C, C, 3, 3));
                }),
                place("branch that crops", "not aligned", net -> {
                    Attributes two = none().withInts("strides", 2, 2);
                    net.conv("a", "x", two.withInts("pads", 1, 1, 1, 1), C, C, 3, 3);
                    net.node("Add", "y", "a", net.conv("b", "x", two, C, C, 2, 2));
                }),
                place("1x1 with a bias before a padded kernel", "adds a bias", net -> {
                    String w = net.normal("w1", C, C, 1, 1);
                    net.node("Conv", "p", "x", w, net.normal("b1", C));
                    net.conv("y", "p", C, C, 1, false);
                }),
                place("depthwise branch beside a dense one", "it would cost", net -> {
                    net.conv("a", "x", none().withInts("pads", 3, 3, 3, 3).withInt("group", C), C, 1, 7, 7);
                    net.conv("b", "x", none(), C, C, 1, 1);
                    net.node("Add", "y", "a", "b");
                }),
                place("attention that depends on the input", "attention that depends on the input", net -> {
                    net.node("GlobalAveragePool", "z", conv(net));
                    net.node("Mul", "y", net.node("Sigmoid", "g", "z"), "c");
                }));
    }

    private static Arguments place(String name, String reason, Consumer<SmallNet> draw) {
        return Arguments.of(name, reason, draw);
    }

    private static String conv(SmallNet net) {
        return net.conv("c", "x", C, C, 1, true);
    }

    private static String factor(SmallNet net, long... dims) {
        return net.positive("v", dims);
    }

    private static void norm(SmallNet net, Attributes attributes, String... outputs) {
        List<String> inputs =
                List.of(conv(net), net.normal("g", C), net.normal("b", C), net.normal("m", C), net.positive("s", C));
        net.builder().node(Node.of("n", "BatchNormalization", inputs, List.of(outputs), attributes));
    }

    private static String transposed(SmallNet net, String name, int groups) {
        Attributes form = none().withInt("group", groups);
        return net.builder().node("ConvTranspose", name, form, "x", net.normal(name + ".w", C, C / groups, 2, 2));
    }

    /** C columns, a bottleneck of one and C columns again. */
    private static String narrow(SmallNet net, String name) {
        String down = net.node("MatMul", name + ".down", "x", net.normal(name + ".a", C, 1));
        return net.node("MatMul", name, down, net.normal(name + ".b", 1, C));
    }

    private static void quantized(SmallNet net) {
        String q = net.builder()
                .initializer(Tensor.rounded("q", ElementType.INT32, new long[] {C, C, 1, 1}, new double[C * C]));
        String scale = net.builder().initializer("scale", new long[0], new float[] {0.1f});
        net.node("Conv", "c", "x", net.node("DequantizeLinear", "w", q, scale));
        net.norm("y", "c", C, 1e-5f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void refuse_andChangeNothing(String name, String reason, Consumer<SmallNet> draw) {
        SmallNet net = new SmallNet();
        net.builder().input("x", 2, C, C, C).output("y", "N", "C", "H", "W");
        draw.accept(net);
        FoldTester.fold(net.build()).nothingFired().refused(reason);
    }
}
