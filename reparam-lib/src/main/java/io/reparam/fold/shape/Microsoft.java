package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.ACTIVATION;
import static io.reparam.fold.shape.Trait.ELEMENTWISE;
import static io.reparam.fold.shape.Trait.KEEPS_SHAPE;
import static io.reparam.fold.shape.Trait.LAYER;
import static io.reparam.fold.shape.Trait.NORMALIZES;
import static io.reparam.fold.shape.Trait.QUANTIZES;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * Operators of the domain com.microsoft that ONNX Runtime's optimizer and quantizer write.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md">ONNX Runtime's operators</a>
 */
final class Microsoft {
    private static final String DOMAIN = "com.microsoft";

    private Microsoft() {}

    static void addTo(Table table) {
        for (String name : List.of("Gelu", "FastGelu", "QuickGelu", "BiasGelu")) {
            table.addOf(DOMAIN, name, ElementwiseShapes::same, ELEMENTWISE, KEEPS_SHAPE, ACTIVATION);
        }
        table.addOf(DOMAIN, "BiasSoftmax", ElementwiseShapes::same, KEEPS_SHAPE);
        table.addOf(DOMAIN, "BiasAdd", ElementwiseShapes::same, KEEPS_SHAPE);
        for (String name : List.of("GroupNorm", "SkipGroupNorm", "SimplifiedLayerNormalization")) {
            table.addOf(DOMAIN, name, ElementwiseShapes::same, KEEPS_SHAPE, NORMALIZES);
        }
        for (String name : List.of("SkipLayerNormalization", "SkipSimplifiedLayerNormalization")) {
            table.addOf(DOMAIN, name, Microsoft::skip, KEEPS_SHAPE, NORMALIZES);
        }
        table.addOf(DOMAIN, "FusedConv", call -> row(table, "Conv").infer(call), LAYER);
        table.addOf(DOMAIN, "FusedGemm", call -> row(table, "Gemm").infer(call), LAYER);
        table.addOf(DOMAIN, "FusedMatMul", Microsoft::fusedProduct, LAYER);
        table.addOf(DOMAIN, "TransposeMatMul", Microsoft::fusedProduct, LAYER);
        table.addOf(DOMAIN, "MatMulNBits", Microsoft::packed, LAYER, QUANTIZES);
        table.addOf(DOMAIN, "MatMulInteger16", call -> Layers.product(call, 0, 1, ElementType.INT32), QUANTIZES);
        table.addOf(DOMAIN, "DynamicQuantizeMatMul", call -> Layers.product(call, 0, 1, ElementType.FLOAT), QUANTIZES);
        table.addOf(DOMAIN, "MatMulIntegerToFloat", call -> Layers.product(call, 0, 1, call.type(2)), QUANTIZES);
        table.addOf(DOMAIN, "QuantizeLinear", Quantized::quantize, KEEPS_SHAPE, ELEMENTWISE, QUANTIZES);
        table.addOf(DOMAIN, "DequantizeLinear", Quantized::dequantize, KEEPS_SHAPE, ELEMENTWISE, QUANTIZES);
        for (String name : List.of("QLinearSigmoid", "QLinearLeakyRelu", "QLinearSoftmax")) {
            table.addOf(DOMAIN, name, ElementwiseShapes::same, KEEPS_SHAPE, QUANTIZES);
        }
        for (String name : List.of("QLinearAdd", "QLinearMul")) {
            table.addOf(DOMAIN, name, Microsoft::quantizedPair, QUANTIZES);
        }
        table.addOf(DOMAIN, "QLinearGlobalAveragePool", Microsoft::quantizedMean, QUANTIZES);
        table.addOf(
                DOMAIN, "QLinearAveragePool", call -> row(table, "AveragePool").infer(call), QUANTIZES);
        table.addOf(DOMAIN, "QLinearConcat", Microsoft::quantizedConcat, QUANTIZES);
        table.addOf(DOMAIN, "QGemm", Microsoft::quantizedGemm, QUANTIZES);
        table.addOf(DOMAIN, "Attention", Microsoft::attention);
        table.addOf(DOMAIN, "MultiHeadAttention", Microsoft::heads);
        table.addOf(DOMAIN, "EmbedLayerNormalization", Microsoft::embedded, NORMALIZES);
        table.addOf(DOMAIN, "RotaryEmbedding", ElementwiseShapes::same, KEEPS_SHAPE);
    }

    private static Rule row(Table table, String name) {
        return table.row("", name).orElseThrow().rule();
    }

    /** Output, mean, inverse deviation, and the sum before the norm. */
    private static void skip(InferredNode call) {
        ElementwiseShapes.same(call);
        call.set(3, call.type(0), call.dims(0));
    }

    private static List<Size> turned(List<Size> dims, boolean turned, boolean batch) {
        List<Size> shape = new ArrayList<>(dims);
        int rank = dims.size();
        if (batch && rank > 2) {
            shape.add(rank - 2, shape.remove(0));
        }
        if (turned && rank > 1) {
            shape.add(shape.remove(rank - 2));
        }
        return shape;
    }

    private static void fusedProduct(InferredNode call) {
        List<Size> a = turned(call.shape(0), call.attribute("transA", 0) != 0, call.attribute("transBatchA", 0) != 0);
        List<Size> b = turned(call.shape(1), call.attribute("transB", 0) != 0, call.attribute("transBatchB", 0) != 0);
        call.set(0, call.type(0), Layers.product(a, b));
    }

    private static void packed(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        shape.set(shape.size() - 1, Size.of(call.attribute("N", 0)));
        call.set(0, call.type(0), shape);
    }

    private static void quantizedPair(InferredNode call) {
        List<Size> a = call.dims(0);
        List<Size> b = call.dims(3);
        call.set(0, call.type(0), a == null || b == null ? null : Numbers.broadcast(a, b));
    }

    private static void quantizedMean(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        boolean last = call.attribute("channels_last", 0) != 0;
        for (int axis = last ? 1 : 2; axis < (last ? shape.size() - 1 : shape.size()); axis++) {
            shape.set(axis, Size.ONE);
        }
        call.set(0, call.type(0), shape);
    }

    /** Scale and zero point of the output, then each tensor with its own. */
    private static void quantizedConcat(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(2));
        int axis = InferredNode.axis(call.attribute("axis", 0), shape.size());
        for (int i = 5; i < call.inputs(); i += 3) {
            shape.set(axis, shape.get(axis).plus(call.shape(i).get(axis)));
        }
        call.set(0, call.type(1), shape);
    }

    private static void quantizedGemm(InferredNode call) {
        List<Size> a = call.shape(0);
        List<Size> b = call.shape(3);
        Size rows = a.get(call.attribute("transA", 0) != 0 ? 1 : 0);
        Size columns = b.get(call.attribute("transB", 0) != 0 ? 0 : 1);
        call.set(0, call.has(8) ? call.type(8) : ElementType.FLOAT, List.of(rows, columns));
    }

    /** X [batch, length, size] with weights [size, 3 hidden]. */
    private static void attention(InferredNode call) {
        List<Size> x = call.shape(0);
        long[] sizes = call.list("qkv_hidden_sizes");
        Size hidden = sizes == null ? call.shape(1).get(1).over(Size.of(3)) : Size.of(sizes[2]);
        call.set(0, call.type(0), List.of(x.get(0), x.get(1), hidden));
    }

    private static void heads(InferredNode call) {
        List<Size> q = call.shape(0);
        if (q.size() == 3 && call.has(2) && call.shape(2).size() == 3) {
            call.set(0, call.type(0), List.of(q.get(0), q.get(1), call.shape(2).get(2)));
        } else if (q.size() == 3) {
            call.set(0, call.type(0), q);
        }
    }

    private static void embedded(InferredNode call) {
        List<Size> ids = call.shape(0);
        Size hidden = call.shape(2).get(1);
        List<Size> shape = List.of(ids.get(0), ids.get(1), hidden);
        call.set(0, call.type(2), shape);
        call.set(1, ElementType.INT32, List.of(ids.get(0)));
        call.set(2, call.type(2), shape);
    }
}
