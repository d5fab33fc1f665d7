package io.reparam.fold.absorb;

import io.reparam.fold.layer.Affine;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Regrouping;
import io.reparam.graph.Node;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A map of channels before a Reshape, Flatten, Squeeze or Unsqueeze.
 *
 * @param axis of the input that it acts on
 * @param affine one factor and summand for each of its places
 */
record Relaid(int axis, Affine affine) {
    /**
     * Empty if no one axis of the input has these channels.
     *
     * @param axis of the output, from 0
     */
    static Optional<Relaid> before(Node node, int axis, Affine a, GraphView view) {
        Optional<Regrouping> regrouping = Regrouping.of(node, view);
        if (regrouping.isEmpty() || axis >= regrouping.get().out().size()) {
            return Optional.empty();
        }
        OptionalInt same = regrouping.get().before(axis);
        return same.isPresent()
                ? Optional.of(new Relaid(same.getAsInt(), a))
                : within(regrouping.get(), regrouping.get().having(axis), axis, a);
    }

    /** All elements of the group as one row; some axis of the input must tell the factor of each. */
    private static Optional<Relaid> within(Regrouping regrouping, Regrouping.Group group, int axis, Affine a) {
        OptionalLong count = Regrouping.product(regrouping.in(), group.inStart(), group.inEnd());
        OptionalLong inner = Regrouping.product(regrouping.out(), axis + 1, group.outEnd());
        int size = a.factors().length;
        if (count.isEmpty()) {
            return laidOut(regrouping, group, a);
        }
        if (inner.isEmpty() || count.getAsLong() > 1 << 24) {
            return Optional.empty();
        }
        int[] channels = IntStream.range(0, (int) count.getAsLong())
                .map(element -> element / (int) inner.getAsLong() % size)
                .toArray();
        for (int at = group.inStart(); at < group.inEnd(); at++) {
            int own = (int) regrouping.in().get(at).orElseThrow();
            int after = (int)
                    Regrouping.product(regrouping.in(), at + 1, group.inEnd()).orElseThrow();
            Affine few = a.mapped(IntStream.range(0, own)
                    .map(place -> channels[place * after])
                    .toArray());
            boolean tells = IntStream.range(0, channels.length).allMatch(element -> {
                int place = element / after % own;
                int channel = channels[element];
                return few.factors()[place] == a.factors()[channel] && few.shifts()[place] == a.shifts()[channel];
            });
            if (tells) {
                return Optional.of(new Relaid(at, few));
            }
        }
        return Optional.empty();
    }

    /** From {@code [C,H,W]} to {@code [C H W]} with free H and W: as many places a channel as the output's length says. */
    private static Optional<Relaid> laidOut(Regrouping regrouping, Regrouping.Group group, Affine a) {
        OptionalLong channels = regrouping.in().get(group.inStart());
        return group.outEnd() - group.outStart() == 1 && channels.isPresent()
                ? a.collapsed((int) channels.getAsLong()).map(few -> new Relaid(group.inStart(), few))
                : Optional.empty();
    }
}
