package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The numbers of an integer value of one dimension or none, as exporters write shapes: {@code Concat(Unsqueeze(Gather(Shape(x), 0)),
 * [-1], ..)}.
 */
final class SizeLists {
    private static final int LONGEST = 16; // more are no shape
    private static final Extent UNKNOWN = new Extent.Unknown();

    private final Graph graph;
    private final Constants constants;
    private final Ranks ranks;
    private final Extents extents;

    SizeLists(Graph graph, Constants constants, Ranks ranks, Extents extents) {
        this.graph = graph;
        this.constants = constants;
        this.ranks = ranks;
        this.extents = extents;
    }

    /** Empty if the value is no such list, or it is not known how many numbers it has. */
    List<Extent> of(String value, int depth) {
        Optional<NdArray> constant = constants.value(value, graph);
        if (constant.isPresent()) {
            boolean shape = constant.get().type().isInteger()
                    && constant.get().rank() < 2
                    && constant.get().count() <= LONGEST;
            return shape
                    ? Arrays.stream(constant.get().values())
                            .<Extent>mapToObj(size -> new Extent.Known((long) size))
                            .toList()
                    : List.of();
        }
        Optional<Node> producer = graph.producer(value)
                .filter(node -> node.output(0).equals(value) && node.domain().isEmpty());
        return producer.isPresent() && depth > 0 ? read(producer.get(), depth - 1) : List.of();
    }

    private List<Extent> read(Node node, int depth) {
        return switch (node.opType()) {
            case "Shape" -> shape(node, depth);
            case "Identity", "Cast" -> of(node.input(0), depth);
            case "Unsqueeze", "Squeeze", "Reshape" -> {
                List<Extent> same = of(node.input(0), depth);
                boolean single = ranks.of(node.input(0)).equals(OptionalInt.of(0));
                boolean list = ranks.of(node.output(0)).orElse(2) < 2;
                yield !list ? List.of() : same.isEmpty() && single ? List.of(UNKNOWN) : same;
            }
            case "Concat" -> concat(node, depth);
            case "Gather" -> gather(node, depth);
            case "Slice" -> slice(node, depth);
            default -> ranks.of(node.output(0)).equals(OptionalInt.of(0)) ? List.of(UNKNOWN) : List.of();
        };
    }

    private List<Extent> shape(Node node, int depth) {
        OptionalInt rank = ranks.of(node.input(0));
        List<Extent> all = new ArrayList<>();
        for (int axis = 0; axis < rank.orElse(0); axis++) {
            all.add(extents.of(new Extent.Same(node.input(0), axis), depth));
        }
        int start = bound(node.attributes().getInt("start", 0), all.size());
        int end = bound(node.attributes().getInt("end", all.size()), all.size());
        return start < end ? all.subList(start, end) : List.of();
    }

    private List<Extent> concat(Node node, int depth) {
        List<Extent> all = new ArrayList<>();
        for (String input : node.inputs()) {
            List<Extent> part = of(input, depth);
            if (part.isEmpty() || all.size() > LONGEST) {
                return List.of();
            }
            all.addAll(part);
        }
        return all;
    }

    private List<Extent> gather(Node node, int depth) {
        List<Extent> data = of(node.input(0), depth);
        Optional<NdArray> indices = constants.value(node.input(1), graph).filter(index -> index.rank() < 2);
        if (data.isEmpty() || indices.isEmpty()) {
            return List.of();
        }
        List<Extent> picked = new ArrayList<>();
        for (double index : indices.get().values()) {
            int at = (int) (index < 0 ? index + data.size() : index);
            if (at < 0 || at >= data.size()) {
                return List.of();
            }
            picked.add(data.get(at));
        }
        return picked;
    }

    /** Of one axis, forwards one by one; bounds are attributes up to opset 9 and inputs from 10 on. */
    private List<Extent> slice(Node node, int depth) {
        List<Extent> data = of(node.input(0), depth);
        Optional<NdArray> starts = constants.value(node.input(1), graph);
        Optional<NdArray> ends = constants.value(node.input(2), graph);
        boolean plain = starts.isPresent()
                && ends.isPresent()
                && starts.get().count() == 1
                && (!node.hasInput(4)
                        || constants
                                .value(node.input(4), graph)
                                .filter(steps -> steps.values()[0] == 1)
                                .isPresent());
        if (!plain) {
            return List.of();
        }
        int start = bound((long) starts.get().values()[0], data.size());
        int end = bound((long) ends.get().values()[0], data.size());
        return start < end ? data.subList(start, end) : List.of();
    }

    private static int bound(long given, int size) {
        return (int) Math.max(0, Math.min(size, given < 0 ? given + size : given));
    }
}
