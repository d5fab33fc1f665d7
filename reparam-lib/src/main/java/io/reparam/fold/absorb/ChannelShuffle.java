package io.reparam.fold.absorb;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A permutation of the channels, as ShuffleNet has it: Reshape {@code [N,C,..]} to {@code [N,G,C/G,..]}, Transpose of the axes 1
 * and 2, Reshape back. Channel {@code k G + g} of the output is channel {@code g C/G + k} of the input.
 *
 * <p>Not recognised where the shapes do not tell that each image stays one.
 *
 * @param nodes the three, the first one first
 * @param from for each channel of the output the one of the input
 * @see <a href="https://arxiv.org/abs/1707.01083">ShuffleNet</a>
 */
record ChannelShuffle(List<Node> nodes, int[] from) {

    /** Empty if a node is not the last of such three, or a value between is read elsewhere. */
    static Optional<ChannelShuffle> endingAt(Node last, GraphView view) {
        Optional<Node> swap = before(last, "Reshape", "Transpose", view);
        Optional<Node> first = swap.flatMap(node -> before(node, "Transpose", "Reshape", view));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<Long>> perm = swap.get().attributes().getInts("perm");
        Optional<double[]> split = shape(first.get(), view);
        Optional<double[]> joined = shape(last, view);
        if (perm.isEmpty() || split.isEmpty() || joined.isEmpty()) {
            return Optional.empty();
        }
        double[] outer = split.get();
        int rank = outer.length - 1;
        String data = first.get().input(0);
        boolean swapped = rank >= 3 && joined.get().length == rank && swaps(perm.get());
        if (!swapped || outer[1] < 1 || outer[2] < 1) {
            return Optional.empty();
        }
        int groups = (int) outer[1];
        int width = (int) outer[2];
        boolean known = view.size(data, 1).equals(OptionalLong.of((long) groups * width))
                && joined.get()[1] == groups * width
                && keepsImages(outer[0], data, view)
                && keepsImages(joined.get()[0], data, view)
                && IntStream.range(2, rank).allMatch(i -> joined.get()[i] == outer[i + 1]);
        return known
                ? Optional.of(new ChannelShuffle(
                        List.of(first.get(), swap.get(), last),
                        IntStream.range(0, groups * width)
                                .map(c -> c % groups * width + c / groups)
                                .toArray()))
                : Optional.empty();
    }

    String input() {
        return nodes.get(0).input(0);
    }

    private static Optional<Node> before(Node node, String type, String producer, GraphView view) {
        return Optional.of(node)
                .filter(n -> n.is(type))
                .flatMap(n -> view.graph().producer(n.input(0)))
                .filter(n -> n.is(producer) && view.readOnlyBy(node, n.output(0)));
    }

    private static Optional<double[]> shape(Node reshape, GraphView view) {
        return view.constant(reshape.input(1))
                .filter(shape -> shape.rank() == 1 && reshape.attributes().getInt("allowzero", 0) == 0)
                .map(NdArray::values);
    }

    private static boolean swaps(List<Long> perm) {
        List<Long> wanted = new ArrayList<>(
                IntStream.range(0, perm.size()).asLongStream().boxed().toList());
        wanted.set(1, 2L);
        wanted.set(2, 1L);
        return perm.equals(wanted);
    }

    /** Whether a shape's first number is the number of images: then the others are laid out within one. */
    private static boolean keepsImages(double first, String data, GraphView view) {
        return first == 0 || view.size(data, 0).equals(OptionalLong.of((long) first));
    }
}
