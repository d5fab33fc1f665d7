package io.reparam.fold.absorb;

import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
 * @param layer at the end of the way, or what keeps a factor from it; of several obstacles the one nearest to the layer
 */
record FactorPath(
        String value,
        Node reader,
        List<Node> crossed,
        int axis,
        int[] from,
        int channels,
        Commutes commutes,
        Result<Node> layer) {

    FactorPath across(Node node, String input, int at, Commutes lets) {
        List<Node> more = new ArrayList<>(List.of(node));
        more.addAll(crossed);
        return new FactorPath(input, node, more, at, from, channels, commutes.and(lets), layer);
    }

    FactorPath blocked(String reason) {
        return provided(Result.problem(reason));
    }

    /** Blocked if a check found a problem; of several problems the first is told. */
    FactorPath provided(Result<Node> check) {
        Result<Node> end = layer.then(open -> check.map(passed -> open));
        return new FactorPath(value, reader, crossed, axis, from, channels, commutes, end);
    }

    boolean isOpen() {
        return layer instanceof Result.Found;
    }

    /** With the channels laid out otherwise, of which a number is from here. */
    FactorPath laidOut(int number, int[] layout) {
        int[] now = Arrays.stream(from).map(c -> c < 0 ? -1 : layout[c]).toArray();
        return new FactorPath(value, reader, crossed, axis, now, number, commutes, layer);
    }
}
