package io.reparam.fold.layer;

import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/** A layer whose constants can be changed so that each of its output channels is scaled and shifted. */
public interface OutputLayer {
    /** From the first to the last, whose first output is the layer's. */
    List<Node> nodes();

    ChannelAxis outputs();

    /** The layer that computes {@code a(y)} where this one computes y. */
    Result<LayerChange> followedBy(Affine a);

    /**
     * A kind of layer.
     *
     * @param name second half of the rule's name
     * @param fits whether a node ends such a layer, be it one whose constants are known or not
     * @param reader of a node that fits
     */
    record Kind(
            String name,
            BiPredicate<Node, GraphView> fits,
            BiFunction<Node, GraphView, Result<? extends OutputLayer>> reader) {
        public static Kind of(
                String name, String opType, BiFunction<Node, GraphView, Result<? extends OutputLayer>> reader) {
            return new Kind(name, (node, view) -> node.is(opType), reader);
        }
    }
}
