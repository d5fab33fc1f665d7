package io.reparam.fold.merge;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lets a Conv read an image itself that was laid out in channels for it, as detectors do in their first layer (Focus).
 *
 * <p>Pattern {@code Conv(Concat(x[.., a::s, b::t], ..), W)} with each pair of a below s and b below t once, in any order, by one
 * Slice or one for each axis, or {@code Conv(SpaceToDepth(x), W)}: a Conv of x with stride and padding times s and t, whose kernel
 * {@code W'[o, c, s k + a, t l + b]} is {@code W[o, j C + c, k, l]} for the j-th pair. As many weights, which only move; any number
 * of spatial axes. Sizes that the steps do not divide do not occur: the slices would not fit each other.
 *
 * <p>Refused with groups, dilations and a padding that is not a number. Not done where the channels have another reader.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SpaceToDepth.html">ONNX SpaceToDepth</a>
 */
public final class SpaceToDepthIntoConv implements FoldRule {
    /** @param places of each block of channels, as offsets along each spatial axis */
    private record Layout(String source, int[] steps, List<int[]> places) {}

    @Override
    public Pattern pattern() {
        return Pattern.op("Conv");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node conv = match.root();
        Optional<Node> before =
                view.graph().producer(conv.input(0)).filter(node -> view.readOnlyBy(conv, conv.input(0)));
        Optional<Layout> layout = before.flatMap(node -> layout(node, view));
        if (layout.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        Node moved = before.orElseThrow();
        return ConstantConv.read(conv, view)
                .then(read -> axes(read, layout.get()))
                .either(
                        axes -> RuleVerdict.applicable(List.of(moved, conv), edit -> {
                            NdArray weight = view.constant(conv.input(1)).orElseThrow();
                            List<String> inputs = new ArrayList<>(conv.inputs());
                            inputs.set(0, layout.get().source);
                            inputs.set(1, edit.store(conv.input(1), weight(weight, layout.get()), conv));
                            edit.graph()
                                    .replace(
                                            conv,
                                            conv.withInputs(inputs)
                                                    .withAttributes(attributes(conv, axes, layout.get().steps)));
                            edit.graph().remove(moved);
                        }),
                        reason -> RuleVerdict.refused(moved.label() + " stays: " + reason));
    }

    private static Optional<Layout> layout(Node node, GraphView view) {
        int rank = view.rank(node.output(0)).orElse(0);
        if (node.is("SpaceToDepth") && rank == 4) {
            int block = (int) node.attributes().getInt("blocksize", 1);
            int[] steps = {block, block};
            return Optional.of(new Layout(node.input(0), steps, grid(steps)));
        }
        return node.is("Concat") && node.attributes().getInt("axis", 0) == 1 && rank > 2
                ? slices(node, rank, view)
                : Optional.empty();
    }

    private static Optional<Layout> slices(Node concat, int rank, GraphView view) {
        List<Phase> phases = concat.inputs().stream()
                .flatMap(value -> Phase.of(value, rank, view).stream())
                .toList();
        if (phases.size() != concat.inputs().size() || phases.isEmpty()) {
            return Optional.empty();
        }
        Phase first = phases.get(0);
        int[] steps = spatial(first.steps());
        List<int[]> places =
                phases.stream().map(phase -> spatial(phase.offsets())).toList();
        boolean alike = first.steps()[0] == 1
                && first.steps()[1] == 1
                && phases.stream()
                        .allMatch(phase ->
                                phase.source().equals(first.source()) && Arrays.equals(phase.steps(), first.steps()));
        long different = places.stream().map(Arrays::toString).distinct().count();
        return alike && different == places.size() && places.size() == product(steps)
                ? Optional.of(new Layout(first.source(), steps, places))
                : Optional.empty();
    }

    private static int[] spatial(long[] numbers) {
        return Arrays.stream(numbers).skip(2).mapToInt(Math::toIntExact).toArray();
    }

    private static int product(int... numbers) {
        return Arrays.stream(numbers).reduce(1, Math::multiplyExact);
    }

    private static Result<List<Axis>> axes(ConstantConv conv, Layout layout) {
        Node node = conv.node();
        NdArray weight = conv.weight();
        int blocks = layout.places.size();
        if (node.attributes().getInt("group", 1) != 1) {
            return Result.problem(node.label() + " has groups");
        }
        if (weight.rank() != layout.steps.length + 2 || weight.dim(1) % blocks != 0) {
            return Result.problem(node.label() + " does not read " + blocks + " blocks of channels");
        }
        int[] kernel = IntStream.range(2, weight.rank()).map(weight::dim).toArray();
        return Axis.read(node, kernel)
                .then(axes -> axes.stream().allMatch(axis -> axis.dilation() == 1)
                        ? Result.found(axes)
                        : Result.problem(node.label() + " has dilations"));
    }

    private static Attributes attributes(Node conv, List<Axis> axes, int... steps) {
        int count = steps.length;
        long[] kernel = new long[count];
        long[] strides = new long[count];
        long[] pads = new long[2 * count];
        for (int i = 0; i < count; i++) {
            kernel[i] = (long) axes.get(i).taps() * steps[i];
            strides[i] = (long) axes.get(i).stride() * steps[i];
            pads[i] = (long) axes.get(i).before() * steps[i];
            pads[count + i] = (long) axes.get(i).after() * steps[i];
        }
        return conv.attributes()
                .without("auto_pad")
                .without("dilations")
                .withInts("kernel_shape", kernel)
                .withInts("strides", strides)
                .withInts("pads", pads);
    }

    /** @param weight {@code [outC, blocks C, kernel..]} */
    private static NdArray weight(NdArray weight, Layout layout) {
        int blocks = layout.places.size();
        int axes = layout.steps.length;
        int channels = weight.dim(1) / blocks;
        int[] from = IntStream.range(2, weight.rank()).map(weight::dim).toArray();
        int[] to = IntStream.range(0, axes).map(i -> from[i] * layout.steps[i]).toArray();
        double[] values = weight.values();
        double[] moved = new double[values.length];
        int taps = product(from);
        for (int i = 0; i < values.length; i++) {
            int out = i / taps / channels / blocks;
            int[] place = layout.places.get(i / taps / channels % blocks);
            int channel = i / taps % channels;
            int at = out * channels + channel;
            int stride = taps;
            for (int axis = 0; axis < axes; axis++) {
                stride /= from[axis];
                int tap = i % taps / stride % from[axis];
                at = at * to[axis] + tap * layout.steps[axis] + place[axis];
            }
            moved[at] = values[i];
        }
        long[] dims = new long[axes + 2];
        dims[0] = weight.dim(0);
        dims[1] = channels;
        IntStream.range(0, axes).forEach(i -> dims[i + 2] = to[i]);
        return new NdArray(weight.type(), dims, moved);
    }

    /** All places below the steps, the last axis first. */
    private static List<int[]> grid(int... steps) {
        List<int[]> places = new ArrayList<>();
        for (int i = 0; i < product(steps); i++) {
            places.add(new int[] {i / steps[1], i % steps[1]});
        }
        return places;
    }
}
