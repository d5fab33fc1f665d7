package io.reparam.fold.absorb;

import io.reparam.fold.layer.AffineSource;
import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.layer.InputLayer;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Looks from a layer back for the first node that scales or shifts its channels; at a Concat in one part after the other. */
final class FactorSearch {
    private static final int LONGEST = 16;
    private static final int MOST = 256; // nodes in all, for a Concat of Concats has many parts
    private final AffineSource kind;
    private final GraphView view;
    private int visited;

    /**
     * The end of a search.
     *
     * @param source the node that scales or shifts channels
     * @param data what it acts on
     * @param path from its output to the layer
     * @param summand the first of the nodes between, if it adds a constant: {@code v x + s = v (x + s / v)}
     */
    record Found(Node source, String data, FactorPath path, Optional<ConstantOperand> summand) {}

    private FactorSearch(AffineSource kind, GraphView view) {
        this.kind = kind;
        this.view = view;
    }

    /** Empty if there is no such node. */
    static Optional<Found> before(InputLayer layer, AffineSource kind, GraphView view) {
        int channels = layer.inputs().channels();
        int[] same = IntStream.range(0, channels).toArray();
        return new FactorSearch(kind, view)
                .search(new FactorPath(
                        layer.data(),
                        layer.node(),
                        List.of(),
                        layer.inputs().axis(),
                        same,
                        channels,
                        Commutes.ALL,
                        Result.found(layer.node())));
    }

    private Optional<Found> search(FactorPath path) {
        Optional<Node> producer = view.producerOf(path.value());
        if (producer.isEmpty() || path.crossed().size() > LONGEST || visited++ > MOST) {
            return Optional.empty();
        }
        Node node = producer.get();
        FactorPath here = path.provided(view.onlyReader(path.value(), path.reader()));
        Optional<String> data = data(node);
        if (data.isPresent()) {
            return Optional.of(new Found(node, data.get(), here, Optional.empty()));
        }
        Optional<Found> beyondSummand = kind.onlyScales() ? beyondSummand(node, here) : Optional.empty();
        if (beyondSummand.isPresent()) {
            return beyondSummand;
        }
        if (node.is("Concat")) {
            return here.isOpen() ? searchParts(node, here) : Optional.empty();
        }
        Optional<ChannelShuffle> shuffle =
                here.axis() == 1 && here.channels() > 0 ? ChannelShuffle.endingAt(node, view) : Optional.empty();
        if (shuffle.isPresent()) {
            FactorPath before = here;
            for (int i = 2; i >= 0; i--) {
                Node part = shuffle.get().nodes().get(i);
                before = before.across(part, part.input(0), 1, Commutes.ALL);
            }
            return search(before.laidOut(here.channels(), shuffle.get().from()));
        }
        return beyond(node, here);
    }

    private Optional<Found> beyond(Node node, FactorPath here) {
        int rank = view.rank(here.value()).orElse(0);
        Optional<Part> part = node.is("Split") || here.channels() == 0
                ? Optional.empty()
                : Part.of(node, here.value(), view)
                        .filter(taken -> taken.axis() == (here.axis() == ChannelAxis.LAST ? rank - 1 : here.axis())
                                && taken.places().length == here.channels()
                                && view.rank(node.input(0)).equals(view.rank(here.value())));
        if (part.isPresent()) {
            return search(here.across(node, node.input(0), part.get().axis(), Commutes.ALL)
                    .laidOut(part.get().size(), part.get().places()));
        }
        Optional<Commutation> commutation = Commutation.of(node, here.axis(), view);
        if (commutation.isEmpty() && (!Operators.is(node, Trait.ACTIVATION) || !here.isOpen())) {
            return Optional.empty();
        }
        if (commutation.isEmpty()) { // people try to move factors across a curve; it is never exact
            return search(here.blocked("no factor passes " + node.label())
                    .across(node, node.input(0), here.axis(), Commutes.POSITIVE_FACTORS));
        }
        Commutation c = commutation.get();
        FactorPath before = here.across(node, node.input(0), c.axis(), c.commutes());
        return search(c.repeats() ? repeated(node, before) : before);
    }

    /** Channels in rows of equal length, as a Flatten lays out the positions of each. */
    private FactorPath repeated(Node node, FactorPath path) {
        if (path.channels() == 0) {
            return path;
        }
        OptionalLong size = view.size(node.input(0), 1);
        if (size.isEmpty()) {
            return path.laidOut(0, new int[path.channels()]);
        }
        int channels = (int) size.getAsLong();
        if (channels < 1 || path.channels() % channels != 0) {
            return path.blocked(
                    "'" + node.input(0) + "' has " + channels + " channels, its reader has " + path.channels());
        }
        int times = path.channels() / channels;
        return path.laidOut(
                channels,
                IntStream.range(0, path.channels()).map(c -> c / times).toArray());
    }

    private Optional<Found> searchParts(Node concat, FactorPath here) {
        int rank = view.rank(here.value()).orElse(0);
        long along = concat.attributes().getInt("axis", 0);
        long axis = along < 0 ? along + rank : along;
        if (axis != (here.axis() == ChannelAxis.LAST ? rank - 1 : here.axis()) || rank == 0 || here.channels() == 0) {
            return Optional.empty();
        }
        int offset = 0;
        Optional<Found> blocked = Optional.empty();
        for (String part : concat.inputs()) {
            OptionalLong size = view.size(part, (int) axis);
            if (size.isEmpty()) {
                return blocked;
            }
            int first = offset;
            int end = first + (int) size.getAsLong();
            int[] layout = IntStream.range(0, here.channels())
                    .map(c -> c >= first && c < end ? c - first : -1)
                    .toArray();
            Optional<Found> found =
                    search(here.across(concat, part, (int) axis, Commutes.ALL).laidOut(end - first, layout));
            if (found.isPresent() && found.get().path().isOpen()) {
                return found;
            }
            blocked = blocked.or(() -> found);
            offset = end;
        }
        return blocked;
    }

    /** Whether a constant is added to what a factor has just scaled, and adds no dimensions to it. */
    private Optional<Found> beyondSummand(Node node, FactorPath here) {
        Optional<ConstantOperand> summand = ConstantOperand.of(node, view)
                .filter(operand -> node.is("Add") || node.is("Sub"))
                .filter(operand ->
                        view.rank(operand.data()).orElse(0) >= operand.values().rank());
        Optional<Node> factor = summand.flatMap(operand -> view.producerOf(operand.data()));
        Optional<String> data = factor.flatMap(this::data);
        if (data.isEmpty()) {
            return Optional.empty();
        }
        String scaled = summand.get().data();
        FactorPath before =
                here.provided(view.onlyReader(scaled, node)).across(node, scaled, here.axis(), Commutes.ALL);
        return Optional.of(new Found(factor.get(), data.get(), before, summand));
    }

    private Optional<String> data(Node node) {
        return kind.is(node) ? kind.data(node, view) : Optional.empty();
    }
}
