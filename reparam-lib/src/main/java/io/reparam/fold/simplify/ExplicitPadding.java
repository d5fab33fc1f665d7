package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes the padding of a Conv or a pooling as numbers where {@code auto_pad} says SAME and the image's size is known, so that other
 * rules can add to it: nets made from TensorFlow pad so.
 *
 * <p>With {@code p = max(0, (ceil(H / stride) - 1) stride + kernel - H)} on each axis, SAME_UPPER puts {@code p / 2} before the image
 * and the rest after it, SAME_LOWER the other way round. Shapes: {@code [N,C,..]}.
 *
 * <p>Not done where a stride is 1, whose padding no size changes, where a size is free, with dilations and with {@code ceil_mode}.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Conv.html">ONNX Conv, auto_pad</a>
 */
public final class ExplicitPadding implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Conv", "MaxPool", "AveragePool");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        String mode = node.attributes().getText("auto_pad", "NOTSET");
        if (!mode.startsWith("SAME_") || node.attributes().getInt("ceil_mode", 0) != 0) {
            return RuleVerdict.noMatch();
        }
        return kernel(node, view)
                .flatMap(kernel -> pads(node, kernel, mode.equals("SAME_UPPER"), view))
                .map(pads -> {
                    Attributes explicit = node.attributes().without("auto_pad").withInts("pads", pads);
                    return RuleVerdict.applicable(
                            List.of(node), edit -> edit.graph().replace(node, node.withAttributes(explicit)));
                })
                .orElseGet(RuleVerdict::noMatch);
    }

    private static Optional<long[]> kernel(Node node, GraphView view) {
        Optional<List<Long>> said = node.attributes().getInts("kernel_shape");
        if (said.isPresent()) {
            return said.map(sizes -> sizes.stream().mapToLong(size -> size).toArray());
        }
        int rank = view.rank(node.input(1)).orElse(0);
        long[] kernel = new long[Math.max(0, rank - 2)];
        for (int axis = 0; axis < kernel.length; axis++) {
            kernel[axis] = view.size(node.input(1), axis + 2).orElse(0);
        }
        return kernel.length == 0 ? Optional.empty() : Optional.of(kernel);
    }

    private static Optional<long[]> pads(Node node, long[] kernel, boolean upper, GraphView view) {
        List<Long> strides = node.attributes().getInts("strides").orElse(List.of());
        List<Long> dilations = node.attributes().getInts("dilations").orElse(List.of());
        boolean plain = strides.size() == kernel.length
                && strides.stream().anyMatch(stride -> stride > 1)
                && strides.stream().allMatch(stride -> stride > 0)
                && dilations.stream().allMatch(dilation -> dilation == 1);
        if (!plain) {
            return Optional.empty();
        }
        long[] pads = new long[2 * kernel.length];
        for (int axis = 0; axis < kernel.length; axis++) {
            OptionalLong size = view.size(node.input(0), axis + 2);
            if (size.isEmpty() || size.getAsLong() < 1 || kernel[axis] < 1) {
                return Optional.empty();
            }
            long stride = strides.get(axis);
            long windows = (size.getAsLong() + stride - 1) / stride;
            long padding = Math.max(0, (windows - 1) * stride + kernel[axis] - size.getAsLong());
            pads[axis] = upper ? padding / 2 : padding - padding / 2;
            pads[axis + kernel.length] = padding - pads[axis];
        }
        return Optional.of(pads);
    }
}
