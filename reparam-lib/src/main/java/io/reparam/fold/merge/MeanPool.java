package io.reparam.fold.merge;

import io.reparam.graph.Axis;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An AveragePool that divides by the same number everywhere, so that it is a convolution with {@code 1 / taps}, or the reason why
 * it does not.
 *
 * @param axes the spatial ones; empty if there is a problem
 * @param problem why it does not; null if it does
 * @see <a href="https://onnx.ai/onnx/operators/onnx__AveragePool.html">ONNX AveragePool</a>
 */
record MeanPool(List<Axis> axes, @Nullable String problem) {

    static MeanPool of(Node node, int axes) {
        int[] kernel = node.attributes().getInts("kernel_shape").orElse(List.of()).stream()
                .mapToInt(Long::intValue)
                .toArray();
        if (kernel.length != axes) {
            return none(node, "has a kernel of " + kernel.length + " axes, not " + axes);
        }
        Optional<String> unlike = Axis.problem(node, kernel);
        if (unlike.isPresent()) {
            return new MeanPool(List.of(), unlike.get());
        }
        List<Axis> read = Axis.of(node, kernel);
        if (node.attributes().getInt("count_include_pad", 0) == 0
                && read.stream().anyMatch(Axis::padded)) {
            return none(node, "does not count its padding (count_include_pad 0): at the border it divides by less");
        }
        if (node.attributes().getInt("ceil_mode", 0) != 0 && read.stream().anyMatch(axis -> axis.stride() > 1)) {
            return none(node, "has ceil_mode 1: its last window may hang over the border");
        }
        return new MeanPool(read, null);
    }

    private static MeanPool none(Node node, String problem) {
        return new MeanPool(List.of(), node.label() + " " + problem);
    }
}
