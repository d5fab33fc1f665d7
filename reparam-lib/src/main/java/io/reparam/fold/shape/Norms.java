package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.KEEPS_CHANNELS;
import static io.reparam.fold.shape.Trait.KEEPS_SHAPE;
import static io.reparam.fold.shape.Trait.NORMALIZES;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * Normalizations, and what else keeps a shape but looks beyond a single number.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__BatchNormalization.html">ONNX BatchNormalization</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LayerNormalization.html">ONNX LayerNormalization</a>
 */
final class Norms {
    private Norms() {}

    static void addTo(Table table) {
        table.add("BatchNormalization", Norms::batch, NORMALIZES, KEEPS_SHAPE, KEEPS_CHANNELS);
        for (String name : List.of(
                "InstanceNormalization",
                "GroupNormalization",
                "RMSNormalization",
                "LRN",
                "LpNormalization",
                "MeanVarianceNormalization")) {
            table.add(name, ElementwiseShapes::same, NORMALIZES, KEEPS_SHAPE, KEEPS_CHANNELS);
        }
        table.add("LayerNormalization", Norms::layer, NORMALIZES, KEEPS_SHAPE, KEEPS_CHANNELS);
        for (String name : List.of("Softmax", "LogSoftmax", "Hardmax", "CumSum", "CumProd", "RotaryEmbedding")) {
            table.add(name, ElementwiseShapes::same, KEEPS_SHAPE);
        }
    }

    /** Its channels are also those of its statistics; those that come out have their type and number. */
    private static void batch(InferredNode call) {
        List<Size> x = call.dims(0);
        if (x != null && x.size() > 1 && !x.get(1).isKnown()) {
            List<Size> named = new ArrayList<>(x);
            call.in(1).dim(0).filter(Size::isKnown).ifPresent(channels -> named.set(1, channels));
            x = named;
        }
        call.set(0, call.type(0), x);
        for (int i = 1; i < 5; i++) {
            call.set(i, call.type(i < 3 && call.opset() >= 14 ? i + 2 : i), call.dims(i < 3 ? 3 : 4));
        }
    }

    /** Mean and inverse deviation have 1 instead of what they are taken over. */
    private static void layer(InferredNode call) {
        List<Size> x = call.dims(0);
        call.set(0, call.type(0), x);
        if (x == null) {
            return;
        }
        List<Size> reduced = new ArrayList<>(x);
        for (int i = InferredNode.axis(call.attribute("axis", -1), x.size()); i < reduced.size(); i++) {
            reduced.set(i, Size.ONE);
        }
        ElementType type = ElementType.ofCode((int) call.attribute("stash_type", ElementType.FLOAT.code()));
        call.set(1, type, reduced);
        call.set(2, type, reduced);
    }
}
