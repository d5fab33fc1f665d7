package io.reparam.fold.merge;

import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * How a kernel moves along one spatial axis. Output position o sees the input positions {@code o stride + offset} for each
 * offset {@code -before + k dilation}, k below taps; H inputs give {@code floor((H + slack - 1) / stride) + 1} outputs.
 *
 * @param taps at least 1
 * @param stride at least 1
 * @param dilation at least 1; 1 where there is one tap
 * @param before zeros before the first input, at least 0
 * @param after zeros after the last input, at least 0
 */
record Axis(int taps, int stride, int dilation, int before, int after) {
    /** Each position for itself. */
    static final Axis POINT = new Axis(1, 1, 1, 0, 0);

    /**
     * All axes of a Conv or a pooling, or why it is not the same at every position of every image.
     *
     * @param kernel size along each spatial axis
     */
    static Result<List<Axis>> read(Node node, int... kernel) {
        List<Axis> axes = new ArrayList<>();
        for (int axis = 0; axis < kernel.length; axis++) {
            Result<Axis> read = read(node, axis, kernel.length, kernel[axis]);
            if (!(read instanceof Result.Found<Axis> found)) {
                return read.then(none -> Result.found(axes));
            }
            axes.add(found.value());
        }
        return Result.found(List.copyOf(axes));
    }

    /** One axis, or why its padding is not a number for every input size. */
    private static Result<Axis> read(Node node, int axis, int axes, int taps) {
        Attributes attributes = node.attributes();
        if (!counts(attributes, "strides", axes)
                || !counts(attributes, "dilations", axes)
                || !counts(attributes, "pads", 2 * axes)) {
            return Result.problem(
                    node.label() + " has not one stride, one dilation and two pads for each of " + axes + " axes");
        }
        int stride = value(attributes, "strides", axis);
        int dilation = taps == 1 ? 1 : value(attributes, "dilations", axis);
        int extent = (taps - 1) * dilation;
        String mode = attributes.getText("auto_pad", "NOTSET");
        if (mode.startsWith("SAME_") && stride > 1 && taps > 1) {
            return Result.problem(node.label() + " has auto_pad " + mode + " with stride " + stride
                    + ", so that its padding depends on the image's size; export explicit pads");
        }
        return switch (mode) {
            case "NOTSET" ->
                padded(node, new Axis(taps, stride, dilation, pad(attributes, axis), pad(attributes, axis + axes)));
            case "VALID" -> Result.found(new Axis(taps, stride, dilation, 0, 0));
            case "SAME_UPPER" -> Result.found(new Axis(taps, stride, dilation, extent / 2, extent - extent / 2));
            case "SAME_LOWER" -> Result.found(new Axis(taps, stride, dilation, extent - extent / 2, extent / 2));
            default -> Result.problem(node.label() + " has the unknown auto_pad " + mode);
        };
    }

    private static Result<Axis> padded(Node node, Axis axis) {
        return axis.before < 0 || axis.after < 0
                ? Result.problem(node.label() + " has negative pads, which crop its input")
                : Result.found(axis);
    }

    boolean padded() {
        return before > 0 || after > 0;
    }

    int first() {
        return -before;
    }

    int last() {
        return (taps - 1) * dilation - before;
    }

    /** Decides how many outputs an input gives; axes of equal stride must have equal slack to be summed. */
    int slack() {
        return before + after - (taps - 1) * dilation;
    }

    /** Output positions for so many input positions. */
    long outputs(long inputs) {
        return Math.floorDiv(inputs + slack() - 1, stride) + 1;
    }

    /** Both, one after the other, as one; exact while the next one sees none of its own zeros. */
    Axis then(Axis next) {
        int first = stride * next.first() + first();
        int last = stride * next.last() + last();
        int step = gcd(taps == 1 ? 0 : dilation, next.taps == 1 ? 0 : stride * next.dilation);
        return between(first, last, step, stride * next.stride, after + stride * next.after);
    }

    /** The smallest axis with the offsets of both; they must have equal stride and slack. */
    Axis plus(Axis other) {
        int first = Math.min(first(), other.first());
        int last = Math.max(last(), other.last());
        int step = gcd(taps == 1 ? 0 : dilation, other.taps == 1 ? 0 : other.dilation);
        return between(first, last, gcd(step, Math.abs(first() - other.first())), stride, slack() + last);
    }

    private static Axis between(int first, int last, int step, int stride, int after) {
        int dilation = Math.max(step, 1);
        return new Axis((last - first) / dilation + 1, stride, dilation, -first, after);
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static int pad(Attributes attributes, int index) {
        return attributes
                .getInts("pads")
                .map(pads -> pads.get(index).intValue())
                .orElse(0);
    }

    private static int value(Attributes attributes, String name, int axis) {
        return attributes
                .getInts(name)
                .map(values -> values.get(axis).intValue())
                .orElse(1);
    }

    private static boolean counts(Attributes attributes, String name, int count) {
        return attributes
                .getInts(name)
                .map(values -> values.size() == count
                        && (name.equals("pads") || values.stream().allMatch(v -> v > 0)))
                .orElse(true);
    }
}
