package io.reparam.fold.match;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * What ONNX Runtime's EXTENDED and ALL levels run as fewer operators on a CPU, as exporters write it: rows are {@code [N, 5, 16]},
 * images {@code [N, 16, 8, 8]}.
 *
 * @see <a href="https://onnxruntime.ai/docs/performance/model-optimizations/graph-optimizations.html">ONNX Runtime's graph
 *     optimizations</a>
 */
final class FusedForms {
    static final int C = 16;
    static final Map<String, BiFunction<FusedForms, String, String>> ROWS = rows();
    static final Map<String, BiFunction<FusedForms, String, String>> IMAGES = images();

    private static final Attributes LAST = Attributes.none().withInts("axes", -1);
    private final SmallNet net;
    private int nodes;

    FusedForms(SmallNet net) {
        this.net = net;
    }

    private static Map<String, BiFunction<FusedForms, String, String>> rows() {
        Map<String, BiFunction<FusedForms, String, String>> forms = new LinkedHashMap<>();
        forms.put("Gelu, half last", (f, x) -> f.op("Mul", f.op("Mul", x, f.erf(x)), f.number(0.5)));
        forms.put("Gelu, half first", (f, x) -> f.op("Mul", f.op("Mul", x, f.number(0.5)), f.erf(x)));
        forms.put("Gelu, half on the curve", (f, x) -> f.op("Mul", x, f.op("Mul", f.erf(x), f.number(0.5))));
        forms.put("BiasGelu", (f, x) -> {
            String biased = f.op("Add", x, f.weight(C));
            return f.op("Mul", f.op("Mul", biased, f.erf(biased)), f.number(0.5));
        });
        forms.put("FastGelu, cube", (f, x) -> f.tanhGelu(x, f.op("Pow", x, f.number(3))));
        forms.put("FastGelu, products", (f, x) -> f.tanhGelu(x, f.op("Mul", f.op("Mul", x, x), x)));
        forms.put("FastGelu, half last", (f, x) -> {
            String inner = f.op(
                    "Mul",
                    f.op("Add", x, f.op("Mul", f.op("Pow", x, f.number(3)), f.number(0.044715))),
                    f.number(Math.sqrt(2 / Math.PI)));
            return f.op("Mul", f.op("Mul", x, f.op("Add", f.op("Tanh", inner), f.number(1))), f.number(0.5));
        });
        forms.put("QuickGelu", (f, x) -> f.op("Mul", x, f.op("Sigmoid", f.op("Mul", x, f.number(1.702)))));
        forms.put("Silu", (f, x) -> f.op("Mul", x, f.op("Sigmoid", x)));
        forms.put("LayerNormalization, Pow", (f, x) -> f.norm(x, true, d -> f.op("Pow", d, f.number(2))));
        forms.put("LayerNormalization, product", (f, x) -> f.norm(x, true, d -> f.op("Mul", d, d)));
        forms.put("RMSNormalization, Pow", (f, x) -> f.norm(x, false, d -> f.op("Pow", d, f.number(2))));
        forms.put("RMSNormalization, product", (f, x) -> f.norm(x, false, d -> f.op("Mul", d, d)));
        forms.put("RMSNormalization, Reciprocal", (f, x) -> {
            String root = f.op("Sqrt", f.op("Add", f.mean(f.op("Mul", x, x)), f.number(1e-6)));
            return f.op("Mul", f.op("Mul", x, f.op("Reciprocal", root)), f.weight(C));
        });
        forms.put("SkipLayerNormalization", (f, x) -> f.layerNorm(f.op("Add", x, f.linear(x))));
        forms.put(
                "SkipLayerNormalization, written out",
                (f, x) -> f.norm(f.op("Add", f.linear(x), x), true, d -> f.op("Pow", d, f.number(2))));
        forms.put(
                "SkipRMSNormalization",
                (f, x) -> f.norm(f.op("Add", x, f.linear(x)), false, d -> f.op("Pow", d, f.number(2))));
        forms.put(
                "FusedMatMul, scale",
                (f, x) -> f.op(
                        "MatMul", f.op("Softmax", f.op("Mul", f.op("MatMul", x, f.turned(x)), f.number(0.25))), x));
        forms.put(
                "FusedMatMul, Div",
                (f, x) -> f.op("MatMul", f.op("Softmax", f.op("Div", f.op("MatMul", x, f.turned(x)), f.number(4))), x));
        forms.put(
                "FusedMatMul, both scaled",
                (f, x) -> f.op(
                        "MatMul",
                        f.op(
                                "Softmax",
                                f.op("MatMul", f.op("Mul", x, f.number(0.5)), f.op("Mul", f.turned(x), f.number(0.5)))),
                        x));
        forms.put("attention", FusedForms::attention);
        forms.put("Gemm and Relu", (f, x) -> f.op("Relu", f.linear(x)));
        forms.put(
                "reciprocal and product",
                (f, x) -> f.op("Mul", f.op("Div", f.number(1), f.op("Add", f.op("Exp", x), f.number(1))), x));
        forms.put("Relu and Clip", (f, x) -> f.op("Clip", f.op("Relu", x), f.number(0), f.number(6)));
        forms.put(
                "Not and Where", (f, x) -> f.op("Where", f.op("Not", f.op("Greater", x, f.number(0))), x, f.number(0)));
        forms.put("Reshape by Shape", (f, x) -> {
            String batch = f.net.builder()
                    .node(
                            "Gather",
                            "g" + f.nodes++,
                            Attributes.none().withInt("axis", 0),
                            f.op("Shape", x),
                            f.whole(new long[0], 0));
            String to = f.op(
                    "Concat",
                    Attributes.none().withInt("axis", 0),
                    f.op("Unsqueeze", batch, f.whole(new long[] {1}, 0)),
                    f.whole(new long[] {1}, 5),
                    f.whole(new long[] {1}, 4),
                    f.whole(new long[] {1}, 4));
            String parts = f.op("Reshape", x, to);
            return f.op("Reshape", f.op("Softmax", parts), f.whole(new long[] {3}, 0, 5, C));
        });
        forms.put("slices of a Concat", (f, x) -> {
            String both = f.op("Concat", Attributes.none().withInt("axis", 2), x, f.op("Sigmoid", x));
            return f.op("Mul", f.slice(both, 2, 0, C), f.slice(both, 2, C, 2 * C));
        });
        return forms;
    }

    private static Map<String, BiFunction<FusedForms, String, String>> images() {
        Map<String, BiFunction<FusedForms, String, String>> forms = new LinkedHashMap<>();
        for (String curve : List.of("Relu", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Softplus")) {
            forms.put("Conv and " + curve, (f, x) -> f.op(curve, f.conv(x)));
            forms.put("Conv, sum and " + curve, (f, x) -> f.op(curve, f.op("Add", f.conv(x), x)));
        }
        forms.put("Conv and Clip", (f, x) -> f.op("Clip", f.conv(x), f.number(0), f.number(6)));
        forms.put("Conv and Silu", (f, x) -> {
            String y = f.conv(x);
            return f.op("Mul", y, f.op("Sigmoid", y));
        });
        forms.put("Conv and HardSigmoid", (f, x) -> {
            String y = f.conv(x);
            return f.op("Mul", y, f.op("HardSigmoid", y));
        });
        forms.put("Conv and HardSwish, written out", (f, x) -> {
            String y = f.conv(x);
            return f.op(
                    "Mul",
                    y,
                    f.op("Div", f.op("Clip", f.op("Add", y, f.number(3)), f.number(0), f.number(6)), f.number(6)));
        });
        forms.put(
                "sum of two Convs and Relu",
                (f, x) -> f.op("Relu", f.op("Add", f.conv(x), f.conv(f.op("Sigmoid", x)))));
        forms.put("Conv and Gelu", (f, x) -> {
            String y = f.conv(x);
            return f.op("Mul", f.op("Mul", y, f.erf(y)), f.number(0.5));
        });
        forms.put(
                "Pad and Conv",
                (f, x) -> f.op(
                        "Conv", f.op("Pad", x, f.whole(new long[] {8}, 0, 0, 1, 1, 0, 0, 1, 1)), f.weight(C, C, 3, 3)));
        forms.put(
                "Pad and MaxPool",
                (f, x) -> f.op(
                        "MaxPool",
                        Attributes.none().withInts("kernel_shape", 3, 3),
                        f.op("Pad", f.op("Relu", x), f.whole(new long[] {8}, 0, 0, 1, 1, 0, 0, 1, 1))));
        forms.put("squeeze and excitation", (f, x) -> {
            String y = f.conv(x);
            String pooled = f.op("GlobalAveragePool", y);
            String hidden = f.op("Relu", f.op("Conv", pooled, f.weight(4, C, 1, 1), f.weight(4)));
            return f.op("Mul", y, f.op("Sigmoid", f.op("Conv", hidden, f.weight(C, 4, 1, 1), f.weight(C))));
        });
        forms.put("LayerNormalization of channels", (f, x) -> {
            String last = f.op("Transpose", Attributes.none().withInts("perm", 0, 2, 3, 1), f.conv(x));
            String norm = f.layerNorm(last);
            return f.op("Transpose", Attributes.none().withInts("perm", 0, 3, 1, 2), norm);
        });
        forms.put(
                "Concat of Convs",
                (f, x) -> f.conv(f.op(
                        "Slice",
                        f.op("Concat", Attributes.none().withInt("axis", 1), f.op("Relu", f.conv(x)), f.conv(x)),
                        f.whole(new long[] {1}, 8),
                        f.whole(new long[] {1}, 24),
                        f.whole(new long[] {1}, 1))));
        forms.put("channel shuffle", (f, x) -> {
            String parts = f.op("Reshape", f.conv(x), f.whole(new long[] {5}, 0, 2, C / 2, 8, 8));
            String turned = f.op("Transpose", Attributes.none().withInts("perm", 0, 2, 1, 3, 4), parts);
            return f.op("Reshape", turned, f.whole(new long[] {4}, 0, C, 8, 8));
        });
        forms.put("tokens of an image", (f, x) -> {
            String rows = f.op(
                    "Transpose",
                    Attributes.none().withInts("perm", 0, 2, 1),
                    f.op("Reshape", f.conv(x), f.whole(new long[] {3}, 0, C, -1)));
            String back = f.op("Transpose", Attributes.none().withInts("perm", 0, 2, 1), f.linear(f.layerNorm(rows)));
            return f.op("Reshape", back, f.whole(new long[] {4}, 0, C, 8, 8));
        });
        return forms;
    }

    /** One head of 16, with a mask. */
    private static String attention(FusedForms f, String x) {
        String normed = f.layerNorm(x);
        String queries = f.linear(normed);
        String keys = f.turned(f.linear(normed));
        String scores = f.op("Mul", f.op("MatMul", queries, keys), f.number(0.25));
        String weights = f.op("Softmax", f.op("Add", scores, f.weight(5, 5)));
        return f.op("Add", x, f.linear(f.op("MatMul", weights, f.linear(normed))));
    }

    String op(String type, String... inputs) {
        return op(type, Attributes.none(), inputs);
    }

    String op(String type, Attributes attributes, String... inputs) {
        return net.builder().node(type, type + nodes++, attributes, inputs);
    }

    String number(double value) {
        return net.builder().initializer("c" + nodes++, new long[0], new float[] {(float) value});
    }

    String whole(long[] dims, long... values) {
        return net.builder().initializer("i" + nodes++, dims, values);
    }

    String weight(long... dims) {
        return net.positive("w" + nodes++, dims);
    }

    String linear(String x) {
        return op("Add", op("MatMul", x, weight(C, C)), weight(C));
    }

    String conv(String x) {
        Attributes same = Attributes.none().withInts("pads", 1, 1, 1, 1);
        return op("Conv", same, x, weight(C, C, 3, 3), weight(C));
    }

    String layerNorm(String x) {
        return op("LayerNormalization", Attributes.none().withInt("axis", -1), x, weight(C), weight(C));
    }

    private String slice(String x, long axis, long from, long to) {
        long[] one = {1};
        return op("Slice", x, whole(one, from), whole(one, to), whole(one, axis));
    }

    private String turned(String x) {
        return op("Transpose", Attributes.none().withInts("perm", 0, 2, 1), x);
    }

    private String mean(String x) {
        return op("ReduceMean", LAST, x);
    }

    private String erf(String x) {
        return op("Add", op("Erf", op("Div", x, number(Math.sqrt(2)))), number(1));
    }

    private String tanhGelu(String x, String cube) {
        String inner = op("Mul", op("Add", x, op("Mul", cube, number(0.044715))), number(Math.sqrt(2 / Math.PI)));
        return op("Mul", op("Mul", x, number(0.5)), op("Add", op("Tanh", inner), number(1)));
    }

    private String norm(String x, boolean centred, UnaryOperator<String> square) {
        String d = centred ? op("Sub", x, mean(x)) : x;
        String root = op("Sqrt", op("Add", mean(square.apply(d)), number(1e-5)));
        String scaled = op("Mul", op("Div", d, root), weight(C));
        return centred ? op("Add", scaled, weight(C)) : scaled;
    }
}
