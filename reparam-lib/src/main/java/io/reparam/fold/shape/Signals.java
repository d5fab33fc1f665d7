package io.reparam.fold.shape;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators for sound, text and losses.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__DFT.html">ONNX DFT</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__STFT.html">ONNX STFT</a>
 */
final class Signals {
    private Signals() {}

    static void addTo(Table table) {
        table.add("DFT", Signals::transformed);
        table.add("STFT", Signals::windowed);
        for (String name : List.of("HannWindow", "HammingWindow", "BlackmanWindow")) {
            table.add(name, Signals::window);
        }
        table.add("MelWeightMatrix", Signals::mel);
        table.add("StringNormalizer", Signals::normalized);
        table.add("StringSplit", Signals::words);
        table.add("TfIdfVectorizer", Signals::counted);
        table.add(
                "ImageDecoder",
                call -> call.set(
                        0,
                        ElementType.UINT8,
                        List.of(
                                call.place(0, 0),
                                call.place(0, 1),
                                Size.of(
                                        call.node()
                                                        .attributes()
                                                        .getText("pixel_format", "RGB")
                                                        .equals("Grayscale")
                                                ? 1
                                                : 3))));
        table.add("NegativeLogLikelihoodLoss", call -> loss(call, true));
        table.add("SoftmaxCrossEntropyLoss", call -> loss(call, false));
    }

    /** Its axis is an attribute up to opset 19 and an input from 20 on. */
    private static void transformed(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        long[] said = call.has(2) ? call.longs(2) : null;
        boolean byInput = call.opset() >= 20;
        if (byInput && call.has(2) && said == null) {
            call.set(0, call.type(0), call.places(0, shape.size()));
            return;
        }
        long wish = byInput ? (said == null ? -2 : said[0]) : call.attribute("axis", 1);
        int axis = InferredNode.axis(wish, shape.size());
        List<Size> length = call.sizes(1);
        Size count = call.has(1)
                ? (length == null || length.get(0).least() < 0 ? call.place(0, axis) : length.get(0))
                : shape.get(axis);
        boolean onesided = call.attribute("onesided", 0) != 0;
        boolean inverse = call.attribute("inverse", 0) != 0;
        shape.set(axis, onesided && !inverse ? count.over(Size.of(2)).plus(1) : count);
        shape.set(shape.size() - 1, Size.of(onesided && inverse ? 1 : 2));
        call.set(0, call.type(0), shape);
    }

    /** Signal [batch, length, 1 or 2] to [batch, frames, bins, 2]. */
    private static void windowed(InferredNode call) {
        List<Size> x = call.shape(0);
        List<Size> step = call.sizes(1);
        List<Size> said = call.has(3) ? call.sizes(3) : null;
        Size frame = said != null ? said.get(0) : call.in(2).dim(0).orElse(Size.of(-1));
        boolean known = step != null && step.get(0).isKnown() && step.get(0).least() > 0 && frame.least() >= 0;
        boolean onesided = call.attribute("onesided", 1) != 0;
        Size frames =
                known && step != null ? x.get(1).minus(frame).over(step.get(0)).plus(1) : call.place(0, 1);
        Size bins = frame.least() < 0
                ? call.place(0, 2)
                : onesided ? frame.over(Size.of(2)).plus(1) : frame;
        call.set(0, call.type(0), List.of(x.get(0), frames, bins, Size.of(2)));
    }

    private static void window(InferredNode call) {
        List<Size> size = call.sizes(0);
        ElementType type = ElementType.ofCode((int) call.attribute("output_datatype", 1));
        call.set(0, type, List.of(size == null || size.get(0).least() < 0 ? call.place(0, 0) : size.get(0)));
    }

    private static void mel(InferredNode call) {
        List<Size> bins = call.sizes(0);
        List<Size> length = call.sizes(1);
        ElementType type = ElementType.ofCode((int) call.attribute("output_datatype", 1));
        Size rows = length == null || length.get(0).least() < 0
                ? call.place(0, 0)
                : length.get(0).over(Size.of(2)).plus(1);
        Size columns = bins == null || bins.get(0).least() < 0 ? call.place(0, 1) : bins.get(0);
        call.set(0, type, List.of(rows, columns));
    }

    private static void normalized(InferredNode call) {
        List<Size> x = call.shape(0);
        List<Size> shape = new ArrayList<>(x);
        shape.set(x.size() - 1, call.place(0, x.size() - 1)); // stop words go
        call.set(0, ElementType.STRING, shape);
    }

    private static void words(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        call.set(1, ElementType.INT64, List.copyOf(shape));
        shape.add(call.place(0, shape.size()));
        call.set(0, ElementType.STRING, shape);
    }

    private static void counted(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        long[] indexes = call.list("ngram_indexes");
        long largest = -1;
        for (long index : indexes == null ? new long[0] : indexes) {
            largest = Math.max(largest, index);
        }
        Size columns = largest < 0 ? call.place(0, Math.max(0, shape.size() - 1)) : Size.of(largest + 1);
        call.set(0, ElementType.FLOAT, shape.size() < 2 ? List.of(columns) : List.of(shape.get(0), columns));
    }

    private static void loss(InferredNode call, boolean negative) {
        boolean each = call.node().attributes().getText("reduction", "mean").equals("none");
        @Nullable List<Size> target = call.dims(1);
        call.set(0, call.type(0), each ? target : List.of());
        if (!negative) {
            call.set(1, call.type(0), call.dims(0));
        }
    }
}
