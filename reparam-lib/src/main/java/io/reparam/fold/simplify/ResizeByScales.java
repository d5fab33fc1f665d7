package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Tells a Resize what it needs of sizes that are computed because the batch is free: height and width are known, the batch and the
 * channels stay. Exporters write {@code Shape}, {@code Slice} and {@code Concat} for it, which become unread.
 *
 * <p>Pattern {@code Resize(x, roi, , sizes)}, sizes no constant, each dimension of the result known or surely that of x. It gets
 * scales, {@code out / in} in float32 as a runtime computes them from sizes, if {@code floor(scale in)} is the size again; else,
 * from opset 18 on, the sizes of the other axes alone.
 *
 * <p>Not done with {@code keep_aspect_ratio_policy}, with axes that are named already, and where a part is cropped.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Resize.html">ONNX Resize</a>
 */
public final class ResizeByScales implements FoldRule {
    private static final int NAMES_AXES = 18;

    @Override
    public Pattern pattern() {
        return Pattern.op("Resize");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        Attributes attributes = node.attributes();
        int rank = view.rank(node.input(0)).orElse(0);
        boolean plain = attributes
                        .getText("keep_aspect_ratio_policy", "stretch")
                        .equals("stretch")
                && !attributes.has("axes")
                && !attributes.getText("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
        if (!plain || !node.hasInput(3) || view.isConstant(node.input(3)) || rank == 0) {
            return RuleVerdict.noMatch();
        }
        List<Integer> resized = IntStream.range(0, rank)
                .filter(axis -> !view.sameSize(node.input(0), axis, node.output(0), axis))
                .boxed()
                .toList();
        double[] scales = new double[rank];
        double[] sizes = new double[resized.size()];
        boolean exact = true;
        for (int axis = 0; axis < rank; axis++) {
            scales[axis] = 1;
            if (resized.contains(axis)) {
                OptionalLong in = view.size(node.input(0), axis);
                OptionalLong out = view.size(node.output(0), axis);
                if (in.orElse(0) < 1 || out.orElse(0) < 1) {
                    return RuleVerdict.noMatch();
                }
                float scale = (float) out.getAsLong() / in.getAsLong();
                exact &= gives(scale, in.getAsLong(), out.getAsLong());
                scales[axis] = scale;
                sizes[resized.indexOf(axis)] = out.getAsLong();
            }
        }
        if (exact) {
            return RuleVerdict.applicable(List.of(node), edit -> byScales(edit, node, scales));
        }
        return view.graph().opset() >= NAMES_AXES && !resized.isEmpty()
                ? RuleVerdict.applicable(List.of(node), edit -> bySizes(edit, node, resized, sizes))
                : RuleVerdict.noMatch();
    }

    /** Whether a runtime finds the size again, whether it multiplies in 32 or in 64 bits. */
    private static boolean gives(float scale, long in, long out) {
        return (long) Math.floor(scale * in) == out && (long) Math.floor((double) scale * in) == out;
    }

    private static void byScales(GraphEdit edit, Node node, double[] scales) {
        NdArray array = new NdArray(ElementType.FLOAT, new long[] {scales.length}, scales);
        String name = edit.store(node.output(0) + ".scales", array);
        edit.graph().replace(node, node.withInputs(List.of(node.input(0), node.input(1), name)));
    }

    private static void bySizes(GraphEdit edit, Node node, List<Integer> axes, double[] sizes) {
        NdArray array = new NdArray(ElementType.INT64, new long[] {sizes.length}, sizes);
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(3, edit.store(node.output(0) + ".sizes", array));
        long[] named = axes.stream().mapToLong(axis -> axis).toArray();
        edit.graph()
                .replace(
                        node,
                        node.withInputs(inputs).withAttributes(node.attributes().withInts("axes", named)));
    }
}
