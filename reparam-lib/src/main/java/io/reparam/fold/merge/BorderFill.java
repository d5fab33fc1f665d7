package io.reparam.fold.merge;

import io.reparam.fold.Cost;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.NominalSizes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A zero Pad in whose border a number for each channel was written, as Diverse Branch Block does with what its BatchNormalization adds.
 *
 * <p>Exporters write such an assignment in many ways (ScatterND in a transposed image, index grids made of shapes). So the nodes are
 * not matched but followed, on an image whose elements are numbered. What they do must not depend on its values. In the end the image
 * must be where it was, and each channel have one number around it. Where the size is fixed, that is all there is to know; where it
 * is free, several sizes are tried, fewer and more than the widths that the nodes have as constants.
 *
 * @param pad the Pad
 * @param end computes the image with the ring
 * @param padding of the Pad: its spatial axes
 * @param values {@code [C]}
 */
record BorderFill(Node pad, Node end, List<Axis> padding, double[] values) {
    private static final int LONGEST = 64;
    private static final long[][] BATCHES_AND_SIDES = {{1, 33}, {2, 48}, {3, 64}};
    private static final double FIRST = 1L << 40; // of the numbered elements; no weight comes near it

    /** The Pad that a ScatterND writes into, maybe transposed to and fro; empty if there is none. */
    static Optional<Node> pad(Node end, GraphView view) {
        Node node = end;
        boolean writes = false;
        for (int i = 0; i < LONGEST; i++) {
            if (node.is("Pad")) {
                return writes ? Optional.of(node) : Optional.empty();
            }
            writes |= node.is("ScatterND");
            Optional<Node> before = node.is("ScatterND") || node.is("Transpose") || node.is("Identity")
                    ? view.graph().producer(node.input(0))
                    : Optional.empty();
            if (before.isEmpty()) {
                return Optional.empty();
            }
            node = before.get();
        }
        return Optional.empty();
    }

    /** Only with what {@link #pad} found. */
    static Result<BorderFill> read(Node pad, Node end, int channels, int axes, GraphView view) {
        return ConstantPad.zeros(pad, axes, view).then(padding -> read(pad, end, padding, channels, view));
    }

    private static Result<BorderFill> read(Node pad, Node end, List<Axis> padding, int channels, GraphView view) {
        Result<double[]> known = Result.problem("of " + end.label() + " was not tried");
        for (long[] size : BATCHES_AND_SIDES) {
            Result<double[]> tried = tried(pad, end, padding, channels, view.sized(size[0], size[1]), view);
            boolean first = size[0] == 1;
            known = first
                    ? tried
                    : known.then(before -> tried.then(now -> Arrays.equals(before, now)
                            ? Result.found(now)
                            : Result.problem("of " + end.label() + " depends on the image's size")));
        }
        return known.about("the ring").then(values -> Result.found(new BorderFill(pad, end, padding, values)));
    }

    private static Result<double[]> tried(
            Node pad, Node end, List<Axis> padding, int channels, NominalSizes shapes, GraphView view) {
        long[] dims = shapes.of(pad.input(0)).orElse(null);
        if (dims == null || dims.length != padding.size() + 2 || dims[1] != channels) {
            return Result.problem(
                    "of " + end.label() + " is not known: nothing tells the shape of '" + pad.input(0) + "'");
        }
        NdArray numbered = padded(dims, padding);
        return new BorderFillTrial(pad, shapes, view)
                .run(end, numbered)
                .then(image -> values(end, numbered, image, channels));
    }

    /** Elements of the image are numbered, the ring is 0. */
    private static NdArray padded(long[] dims, List<Axis> padding) {
        long[] outer = dims.clone();
        for (int i = 2; i < dims.length; i++) {
            outer[i] += padding.get(i - 2).before() + padding.get(i - 2).after();
        }
        double[] values = new double[NdArray.size(outer)];
        for (int i = 0; i < values.length; i++) {
            values[i] = isInside(i, outer, dims, padding) ? FIRST + 1 + i : 0;
        }
        return new NdArray(ElementType.FLOAT, outer, values);
    }

    private static boolean isInside(int element, long[] outer, long[] dims, List<Axis> padding) {
        int rest = element;
        for (int i = outer.length - 1; i >= 2; i--) {
            long at = rest % outer[i] - padding.get(i - 2).before();
            if (at < 0 || at >= dims[i]) {
                return false;
            }
            rest /= (int) outer[i];
        }
        return true;
    }

    private static Result<double[]> values(Node end, NdArray before, NdArray after, int channels) {
        if (!Arrays.equals(before.dims(), after.dims())) {
            return Result.problem("of " + end.label() + " has another shape than its Pad");
        }
        double[] found = new double[channels];
        Arrays.fill(found, Double.NaN);
        int plane = before.values().length / before.dim(0) / channels;
        for (int i = 0; i < before.values().length; i++) {
            double was = before.values()[i];
            double is = after.values()[i];
            int channel = i / plane % channels;
            boolean moved = was > 0 ? is != was : !(Math.abs(is) < FIRST / 2);
            if (moved || (was == 0 && is != found[channel] && !Double.isNaN(found[channel]))) {
                return Result.problem("of " + end.label() + " is not one number a channel around an image that stays");
            }
            if (was == 0) {
                found[channel] = is;
            }
        }
        return Double.isNaN(found[0]) ? Result.problem("of " + end.label() + " is empty") : Result.found(found);
    }

    /** Shift by -v, pad with zeros, shift by v. */
    List<LinearStep> steps() {
        int axes = padding.size();
        int channels = values.length;
        double[] ones = IntStream.range(0, channels).mapToDouble(c -> 1).toArray();
        double[] negative = Arrays.stream(values).map(v -> -v).toArray();
        AffineConv down = AffineConv.perChannel(ones, negative, axes);
        AffineConv padded =
                AffineConv.alike(new Stencil(padding, channels, channels, channels), ones, new double[channels]);
        AffineConv up = AffineConv.perChannel(ones, values, axes);
        return List.of(
                LinearStep.free(pad, pad.input(0), down, 0),
                LinearStep.free(pad, pad.input(0), padded, 0),
                new LinearStep(end, pad, pad.output(0), up, Cost.NONE));
    }
}
