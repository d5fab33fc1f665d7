package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.ELEMENTWISE;
import static io.reparam.fold.shape.Trait.KEEPS_SHAPE;
import static io.reparam.fold.shape.Trait.QUANTIZES;

import io.reparam.graph.ElementType;
import java.util.List;

/**
 * From real numbers to integers and back; the quantized layers stand beside the others.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html">ONNX QuantizeLinear</a>
 */
final class Quantized {
    private Quantized() {}

    static void addTo(Table table) {
        table.add("QuantizeLinear", Quantized::quantize, KEEPS_SHAPE, ELEMENTWISE, QUANTIZES);
        table.add("DequantizeLinear", Quantized::dequantize, KEEPS_SHAPE, ELEMENTWISE, QUANTIZES);
        table.add("DynamicQuantizeLinear", Quantized::dynamic, KEEPS_SHAPE, QUANTIZES);
    }

    static void quantize(InferredNode call) {
        long said = call.attribute("output_dtype", 0);
        ElementType type = call.has(2) ? call.type(2) : said != 0 ? ElementType.ofCode((int) said) : ElementType.UINT8;
        call.set(0, type, call.dims(0));
    }

    static void dequantize(InferredNode call) {
        long said = call.attribute("output_dtype", 0);
        call.set(0, said != 0 ? ElementType.ofCode((int) said) : call.type(1), call.dims(0));
    }

    private static void dynamic(InferredNode call) {
        call.set(0, ElementType.UINT8, call.dims(0));
        call.set(1, ElementType.FLOAT, List.of());
        call.set(2, ElementType.UINT8, List.of());
    }
}
