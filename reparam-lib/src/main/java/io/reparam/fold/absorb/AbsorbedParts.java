package io.reparam.fold.absorb;

import io.reparam.fold.layer.Affine;
import io.reparam.fold.layer.LayerChange;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What takes in a map of channels.
 *
 * @param takers layers and constants; one that several ways lead to, as from the parts of a Split, stands there for each
 * @param nodes that were changed or crossed
 */
record AbsorbedParts(List<Taker> takers, List<Node> nodes) {
    /**
     * A layer or a constant term.
     *
     * @param nodes of the layer, or the one that reads the constant
     * @param affine what it takes in
     * @param change that this makes of it
     */
    private record Taker(List<Node> nodes, Affine affine, Function<Affine, Result<LayerChange>> change) {
        Taker and(Taker later) {
            return new Taker(nodes, affine.followedBy(later.affine), change);
        }
    }

    /** Of one layer, or of a constant; a problem if it cannot take that in. */
    static Result<AbsorbedParts> of(List<Node> nodes, Affine a, Function<Affine, Result<LayerChange>> change) {
        return change.apply(a).map(possible -> new AbsorbedParts(List.of(new Taker(nodes, a, change)), nodes));
    }

    AbsorbedParts with(AbsorbedParts other) {
        return new AbsorbedParts(joined(takers, other.takers), joined(nodes, other.nodes));
    }

    AbsorbedParts across(Node... crossed) {
        return new AbsorbedParts(takers, joined(nodes, List.of(crossed)));
    }

    /** One for each layer and constant. */
    Result<List<LayerChange>> changes() {
        Map<List<Node>, Taker> each = new LinkedHashMap<>();
        for (Taker taker : takers) {
            Taker before = each.get(taker.nodes);
            if (before != null && before.affine.factors().length != taker.affine.factors().length) {
                return Result.problem(
                        "several ways lead to " + taker.nodes.get(0).label() + ", along different axes");
            }
            each.put(taker.nodes, before == null ? taker : before.and(taker));
        }
        return Result.all(each.values().stream().map(taker -> taker.change.apply(taker.affine)));
    }

    private static <T> List<T> joined(List<T> one, List<T> two) {
        List<T> all = new ArrayList<>(one);
        all.addAll(two);
        return all;
    }
}
