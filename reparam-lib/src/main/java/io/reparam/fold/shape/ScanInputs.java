package io.reparam.fold.shape;

import java.util.ArrayList;
import java.util.List;

/**
 * What a Scan carries from one round to the next, and what it takes one after the other.
 *
 * @param batched whether the batch lies on axis 0 of everything, as up to opset 8
 * @param batch how long that is
 * @param carried what the first round begins with
 * @param each what one round is given
 * @param length how many rounds there are
 */
record ScanInputs(boolean batched, Size batch, List<Fact> carried, List<Fact> each, Size length) {
    int states() {
        return carried.size();
    }

    static ScanInputs of(InferredNode call) {
        boolean batched = call.opset() < 9;
        int offset = batched ? 1 : 0;
        int count = (int) call.attribute("num_scan_inputs", 1);
        int states = call.inputs() - offset - count;
        long[] axes = call.list("scan_input_axes");
        Size batch = batched ? call.in(call.inputs() - 1).dim(0).orElse(Size.of(-1)) : Size.ONE;
        List<Fact> carried = new ArrayList<>();
        for (int i = 0; i < states; i++) {
            carried.add(batched ? without(call.in(i + offset), 0) : call.in(i + offset));
        }
        Size length = Size.of(-1);
        List<Fact> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Fact input = batched ? without(call.in(i + offset + states), 0) : call.in(i + offset + states);
            List<Size> dims = input.dims();
            long wish = axes == null ? 0 : axes[i];
            int axis = dims == null ? 0 : InferredNode.axis(wish, dims.size());
            length = dims == null ? length : dims.get(axis);
            each.add(without(input, axis));
        }
        return new ScanInputs(batched, batch, carried, each, length);
    }

    private static Fact without(Fact fact, int axis) {
        List<Size> dims = fact.dims();
        if (dims == null) {
            return fact.withElements(null);
        }
        List<Size> shape = new ArrayList<>(dims);
        shape.remove(axis);
        return fact.withDims(shape).withElements(null);
    }
}
