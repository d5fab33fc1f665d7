package io.reparam.fold.merge;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Axis;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Pad that puts zeros around images, or the reason why it is none.
 *
 * @param axes the spatial ones, each with one tap and its padding; empty if there is a problem
 * @param problem why it is none; null if it is one
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Pad.html">ONNX Pad</a>
 */
record ZeroPad(List<Axis> axes, @Nullable String problem) {

    static ZeroPad of(Node node, int axes, GraphView view) {
        String mode = node.attributes().getText("mode", "constant");
        Optional<double[]> value = node.hasInput(2)
                ? view.constant(node.input(2)).map(NdArray::values)
                : Optional.of(new double[] {node.attributes().getFloat("value", 0)});
        Optional<double[]> pads = node.hasInput(1)
                ? view.constant(node.input(1)).map(NdArray::values)
                : node.attributes()
                        .getInts("pads")
                        .map(list ->
                                list.stream().mapToDouble(Long::doubleValue).toArray());
        if (!mode.equals("constant") || value.isEmpty() || pads.isEmpty()) {
            return none(node, "does not pad with a constant by a constant number");
        }
        if (Arrays.stream(value.get()).anyMatch(v -> v != 0)) {
            return none(node, "pads with " + value.get()[0] + ", not 0");
        }
        if (node.hasInput(3) || pads.get().length != 2 * (axes + 2)) {
            return none(node, "pads some of the axes only");
        }
        double[] both = pads.get();
        List<Axis> padded = new ArrayList<>();
        for (int axis = 0; axis < axes + 2; axis++) {
            int before = (int) both[axis];
            int after = (int) both[axis + axes + 2];
            if (before < 0 || after < 0 || (axis < 2 && before + after > 0)) {
                return none(node, "pads axis " + axis + " by " + before + " and " + after);
            }
            if (axis >= 2) {
                padded.add(new Axis(1, 1, 1, before, after));
            }
        }
        return new ZeroPad(padded, null);
    }

    private static ZeroPad none(Node node, String problem) {
        return new ZeroPad(List.of(), node.label() + " " + problem);
    }
}
