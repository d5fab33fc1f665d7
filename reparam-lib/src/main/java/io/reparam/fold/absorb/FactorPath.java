package io.reparam.fold.absorb;

import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The way from a value to a layer that reads it, across the nodes between.
 *
 * @param value where the way begins
 * @param reader of the value on this way: a node between, or the layer
 * @param crossed nodes between, the first one first
 * @param axis of the channels in the value
 * @param from for each channel that the layer reads the one in the value, or -1 for one that does not come from there
 * @param channels of the value; 0 where their number is not known, so that only one factor for all of them can pass
 * @param commutes what all nodes between let pass
 * @param obstacle end of a sentence: what is in the way; the obstacle nearest to the layer
 */
record FactorPath(
        String value,
        Node reader,
        List<Node> crossed,
        int axis,
        int[] from,
        int channels,
        Commutes commutes,
        Optional<String> obstacle) {

    FactorPath across(Node node, String input, int at, Commutes lets) {
        List<Node> more = new ArrayList<>(List.of(node));
        more.addAll(crossed);
        return new FactorPath(input, node, more, at, from, channels, commutes.and(lets), obstacle);
    }

    FactorPath blocked(String reason) {
        return unless(Optional.of(reason));
    }

    /** The first obstacle is the one that is told. */
    FactorPath unless(Optional<String> reason) {
        return new FactorPath(value, reader, crossed, axis, from, channels, commutes, obstacle.or(() -> reason));
    }

    /** With the channels laid out otherwise, of which a number is from here. */
    FactorPath laidOut(int number, int[] layout) {
        int[] now = Arrays.stream(from).map(c -> c < 0 ? -1 : layout[c]).toArray();
        return new FactorPath(value, reader, crossed, axis, now, number, commutes, obstacle);
    }
}
