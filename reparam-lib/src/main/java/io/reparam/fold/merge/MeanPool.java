package io.reparam.fold.merge;

import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;

/**
 * An AveragePool that divides by the same number everywhere, so that it is a convolution with {@code 1 / taps}.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__AveragePool.html">ONNX AveragePool</a>
 */
final class MeanPool {
    private MeanPool() {}

    /** Its spatial axes, or why it does not divide so. */
    static Result<List<Axis>> read(Node node, int axes) {
        int[] kernel = node.attributes().getInts("kernel_shape").orElse(List.of()).stream()
                .mapToInt(Long::intValue)
                .toArray();
        return kernel.length == axes
                ? Axis.read(node, kernel).then(read -> even(node, read))
                : Result.problem(node.label() + " has a kernel of " + kernel.length + " axes, not " + axes);
    }

    private static Result<List<Axis>> even(Node node, List<Axis> axes) {
        if (node.attributes().getInt("count_include_pad", 0) == 0
                && axes.stream().anyMatch(Axis::padded)) {
            return Result.problem(node.label()
                    + " does not count its padding (count_include_pad 0): at the border it divides by less");
        }
        if (node.attributes().getInt("ceil_mode", 0) != 0 && axes.stream().anyMatch(axis -> axis.stride() > 1)) {
            return Result.problem(node.label() + " has ceil_mode 1: its last window may hang over the border");
        }
        return Result.found(axes);
    }
}
