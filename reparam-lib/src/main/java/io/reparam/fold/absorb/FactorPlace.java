package io.reparam.fold.absorb;

import io.reparam.fold.match.ConstantOperand;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is known on the way, seen from a value that the reader reads. */
record FactorPlace(
        String value,
        Node reader,
        List<Node> crossed,
        int axis,
        int[] from,
        int channels,
        Commutes passage,
        Optional<String> obstacle) {

    FactorPlace across(Node node, String input, int at, Commutes lets) {
        List<Node> more = new ArrayList<>(List.of(node));
        more.addAll(crossed);
        return new FactorPlace(input, node, more, at, from, channels, passage.and(lets), obstacle);
    }

    FactorPlace blocked(String reason) {
        return unless(Optional.of(reason));
    }

    /** The first obstacle is the one that is told. */
    FactorPlace unless(Optional<String> reason) {
        return new FactorPlace(value, reader, crossed, axis, from, channels, passage, obstacle.or(() -> reason));
    }

    /** With the channels laid out otherwise, of which a number is from here. */
    FactorPlace laidOut(int number, int[] layout) {
        int[] now = Arrays.stream(from).map(c -> c < 0 ? -1 : layout[c]).toArray();
        return new FactorPlace(value, reader, crossed, axis, now, number, passage, obstacle);
    }

    /** The way from a source that is found here. */
    FactorPath from(Node source, String data, List<Node> between, Optional<ConstantOperand> summand) {
        return new FactorPath(source, data, between, axis, from, channels, passage, obstacle, summand);
    }
}
