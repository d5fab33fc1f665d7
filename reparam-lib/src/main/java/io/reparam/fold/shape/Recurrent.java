package io.reparam.fold.shape;

import java.util.List;

/**
 * Recurrent layers: X {@code [length, batch, size]}, or {@code [batch, length, size]} with layout 1.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LSTM.html">ONNX LSTM</a>
 */
final class Recurrent {
    private Recurrent() {}

    static void addTo(Table table) {
        table.add("RNN", Recurrent::infer);
        table.add("GRU", Recurrent::infer);
        table.add("LSTM", Recurrent::infer);
    }

    private static void infer(InferredNode call) {
        boolean both = call.node().attributes().getText("direction", "forward").equals("bidirectional");
        boolean batchFirst = call.attribute("layout", 0) != 0;
        Size directions = Size.of(both ? 2 : 1);
        long given = call.attribute("hidden_size", 0);
        Size hidden = given > 0 ? Size.of(given) : call.in(2).dim(2).orElse(call.place(1, 2));
        Size length = call.in(0).dim(batchFirst ? 1 : 0).orElse(call.place(0, 0));
        Size batch = call.in(0).dim(batchFirst ? 0 : 1).orElse(call.place(0, 1));
        List<Size> state = batchFirst ? List.of(batch, directions, hidden) : List.of(directions, batch, hidden);
        call.set(
                0,
                call.type(0),
                batchFirst ? List.of(batch, length, directions, hidden) : List.of(length, directions, batch, hidden));
        call.set(1, call.type(0), state);
        call.set(2, call.type(0), state);
    }
}
