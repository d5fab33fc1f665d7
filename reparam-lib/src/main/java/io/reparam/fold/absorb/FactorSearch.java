package io.reparam.fold.absorb;

import io.reparam.fold.layer.AffineSource;
import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.layer.InputLayer;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import java.util.ArrayList;
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

    private FactorSearch(AffineSource kind, GraphView view) {
        this.kind = kind;
        this.view = view;
    }

    /** Empty if there is no such node. */
    static Optional<FactorPath> before(InputLayer layer, AffineSource kind, GraphView view) {
        int channels = layer.inputs().channels();
        int[] same = IntStream.range(0, channels).toArray();
        return new FactorSearch(kind, view)
                .search(new FactorPlace(
                        layer.data(),
                        layer.node(),
                        List.of(),
                        layer.inputs().axis(),
                        same,
                        channels,
                        Commutes.ALL,
                        Optional.empty()));
    }

    private Optional<FactorPath> search(FactorPlace place) {
        Optional<Node> producer = view.producerOf(place.value());
        if (producer.isEmpty() || place.crossed().size() > LONGEST || visited++ > MOST) {
            return Optional.empty();
        }
        Node node = producer.get();
        FactorPlace here = place.unless(view.otherReader(place.value(), place.reader()));
        Optional<String> data = data(node);
        if (data.isPresent()) {
            return Optional.of(here.from(node, data.get(), here.crossed(), Optional.empty()));
        }
        Optional<FactorPath> beyondSummand = kind.onlyScales() ? beyondSummand(node, here) : Optional.empty();
        if (beyondSummand.isPresent()) {
            return beyondSummand;
        }
        if (node.is("Concat")) {
            return here.obstacle().isPresent() ? Optional.empty() : searchParts(node, here);
        }
        Optional<ChannelShuffle> shuffle =
                here.axis() == 1 && here.channels() > 0 ? ChannelShuffle.endingAt(node, view) : Optional.empty();
        if (shuffle.isPresent()) {
            FactorPlace before = here;
            for (int i = 2; i >= 0; i--) {
                Node part = shuffle.get().nodes().get(i);
                before = before.across(part, part.input(0), 1, Commutes.ALL);
            }
            return search(before.laidOut(here.channels(), shuffle.get().from()));
        }
        return beyond(node, here);
    }

    private Optional<FactorPath> beyond(Node node, FactorPlace here) {
        Optional<Commutation> crossing = Commutation.of(node, here.axis(), view);
        if (crossing.isEmpty()
                && (!Operators.is(node, Trait.ACTIVATION) || here.obstacle().isPresent())) {
            return Optional.empty();
        }
        if (crossing.isEmpty()) { // people try to move factors across a curve; it is never exact
            return search(here.blocked("no factor passes " + node.label())
                    .across(node, node.input(0), here.axis(), Commutes.POSITIVE_FACTORS));
        }
        Commutation c = crossing.get();
        FactorPlace before = here.across(node, node.input(0), c.axis(), c.passage());
        return search(c.repeats() ? repeated(node, before) : before);
    }

    /** Channels in rows of equal length, as a Flatten lays out the positions of each. */
    private FactorPlace repeated(Node node, FactorPlace place) {
        if (place.channels() == 0) {
            return place;
        }
        OptionalLong size = view.size(node.input(0), 1);
        if (size.isEmpty()) {
            return place.laidOut(0, new int[place.channels()]);
        }
        int channels = (int) size.getAsLong();
        if (channels < 1 || place.channels() % channels != 0) {
            return place.blocked(
                    "'" + node.input(0) + "' has " + channels + " channels, its reader has " + place.channels());
        }
        int times = place.channels() / channels;
        return place.laidOut(
                channels,
                IntStream.range(0, place.channels()).map(c -> c / times).toArray());
    }

    private Optional<FactorPath> searchParts(Node concat, FactorPlace here) {
        int rank = view.rank(here.value()).orElse(0);
        long along = concat.attributes().getInt("axis", 0);
        long axis = along < 0 ? along + rank : along;
        if (axis != (here.axis() == ChannelAxis.LAST ? rank - 1 : here.axis()) || rank == 0 || here.channels() == 0) {
            return Optional.empty();
        }
        int offset = 0;
        Optional<FactorPath> blocked = Optional.empty();
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
            Optional<FactorPath> found =
                    search(here.across(concat, part, (int) axis, Commutes.ALL).laidOut(end - first, layout));
            if (found.isPresent() && found.get().obstacle().isEmpty()) {
                return found;
            }
            blocked = blocked.or(() -> found);
            offset = end;
        }
        return blocked;
    }

    /** Whether a constant is added to what a factor has just scaled, and adds no dimensions to it. */
    private Optional<FactorPath> beyondSummand(Node node, FactorPlace here) {
        Optional<ConstantOperand> summand = ConstantOperand.of(node, view)
                .filter(operand -> node.is("Add") || node.is("Sub"))
                .filter(operand ->
                        view.rank(operand.data()).orElse(0) >= operand.values().rank());
        Optional<Node> factor = summand.flatMap(operand -> view.producerOf(operand.data()));
        Optional<String> data = factor.flatMap(this::data);
        if (data.isEmpty()) {
            return Optional.empty();
        }
        FactorPlace before = here.unless(view.otherReader(summand.get().data(), node));
        List<Node> crossed = new ArrayList<>(List.of(node));
        crossed.addAll(here.crossed());
        return Optional.of(before.from(factor.get(), data.get(), crossed, summand));
    }

    private Optional<String> data(Node node) {
        return kind.is(node) ? kind.data(node, view) : Optional.empty();
    }
}
