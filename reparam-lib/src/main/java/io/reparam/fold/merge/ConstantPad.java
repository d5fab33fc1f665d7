package io.reparam.fold.merge;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Pad that puts one number around images.
 *
 * @param axes the spatial ones, each with one tap and its padding
 * @param value the number
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Pad.html">ONNX Pad</a>
 */
record ConstantPad(List<Axis> axes, double value) {

    /** @param axes how many are spatial; two stand before them */
    static Result<ConstantPad> read(Node node, int axes, GraphView view) {
        String mode = node.attributes().getText("mode", "constant");
        Optional<double[]> value = node.hasInput(2)
                ? view.constant(node.input(2)).map(NdArray::values)
                : Optional.of(new double[] {node.attributes().getFloat("value", 0)});
        Optional<double[]> pads = pads(node, axes + 2, view);
        if (!mode.equals("constant") || value.isEmpty() || value.get().length != 1 || pads.isEmpty()) {
            return Result.problem(node.label() + " does not pad with a constant by a constant number");
        }
        double[] both = pads.get();
        if (both.length != 2 * (axes + 2)) {
            return Result.problem(node.label() + " does not pad images of " + axes + " axes");
        }
        List<Axis> padded = new ArrayList<>();
        for (int axis = 0; axis < axes + 2; axis++) {
            int before = (int) both[axis];
            int after = (int) both[axis + axes + 2];
            if (before < 0 || after < 0 || (axis < 2 && before + after > 0)) {
                return Result.problem(node.label() + " pads axis " + axis + " by " + before + " and " + after);
            }
            if (axis >= 2) {
                padded.add(new Axis(1, 1, 1, before, after));
            }
        }
        return Result.found(new ConstantPad(List.copyOf(padded), value.get()[0]));
    }

    /** The spatial axes of a Pad that puts zeros around images. */
    static Result<List<Axis>> zeros(Node node, int axes, GraphView view) {
        return read(node, axes, view)
                .then(pad -> pad.value() == 0
                        ? Result.found(pad.axes())
                        : Result.problem(node.label() + " pads with " + pad.value() + ", not 0"));
    }

    /** Of all axes; from opset 18 on a Pad may name those that it pads. */
    private static Optional<double[]> pads(Node node, int rank, GraphView view) {
        Optional<double[]> given = node.hasInput(1)
                ? view.constant(node.input(1)).map(NdArray::values)
                : node.attributes()
                        .getInts("pads")
                        .map(list ->
                                list.stream().mapToDouble(Long::doubleValue).toArray());
        if (!node.hasInput(3)) {
            return given;
        }
        Optional<double[]> axes = view.constant(node.input(3)).map(NdArray::values);
        if (given.isEmpty() || axes.isEmpty() || given.get().length != 2 * axes.get().length) {
            return Optional.empty();
        }
        int count = axes.get().length;
        double[] all = new double[2 * rank];
        for (int i = 0; i < count; i++) {
            int axis = (int) (axes.get()[i] < 0 ? axes.get()[i] + rank : axes.get()[i]);
            if (axis < 0 || axis >= rank) {
                return Optional.empty();
            }
            all[axis] = given.get()[i];
            all[axis + rank] = given.get()[i + count];
        }
        return Optional.of(all);
    }

    /** As the attribute of a pooling or a Conv that pads as much already. */
    long[] plus(List<Axis> own) {
        int count = axes.size();
        return IntStream.range(0, 2 * count)
                .mapToLong(i -> i < count
                        ? axes.get(i).before() + own.get(i).before()
                        : axes.get(i - count).after() + own.get(i - count).after())
                .toArray();
    }
}
