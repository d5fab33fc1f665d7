package io.reparam.fold.absorb;

import io.reparam.fold.layer.LayerChange;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * What takes in a map of channels.
 *
 * @param changes of layers and of constants
 * @param nodes that were changed or crossed
 */
record AbsorbedParts(List<LayerChange> changes, List<Node> nodes) {
    static AbsorbedParts of(LayerChange change, List<Node> nodes) {
        return new AbsorbedParts(List.of(change), nodes);
    }

    AbsorbedParts with(AbsorbedParts other) {
        List<LayerChange> all = new ArrayList<>(changes);
        all.addAll(other.changes);
        List<Node> both = new ArrayList<>(nodes);
        both.addAll(other.nodes);
        return new AbsorbedParts(all, both);
    }

    AbsorbedParts across(Node... crossed) {
        return with(new AbsorbedParts(List.of(), List.of(crossed)));
    }
}
