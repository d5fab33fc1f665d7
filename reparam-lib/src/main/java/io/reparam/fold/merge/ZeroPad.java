package io.reparam.fold.merge;

import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Result;
import io.reparam.graph.Axis;
import io.reparam.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Pad that puts zeros around images, or the reason why it is none.
 *
 * @param axes the spatial ones, each with one tap and its padding; empty if there is a problem
 * @param problem why it is none; null if it is one
 */
record ZeroPad(List<Axis> axes, @Nullable String problem) {

    static ZeroPad of(Node node, int axes, GraphView view) {
        return ConstantPad.read(node, axes, view)
                .then(pad -> pad.value() == 0
                        ? Result.found(pad.axes())
                        : Result.<List<Axis>>problem(node.label() + " pads with " + pad.value() + ", not 0"))
                .either(padded -> new ZeroPad(padded, null), problem -> new ZeroPad(List.of(), problem));
    }
}
