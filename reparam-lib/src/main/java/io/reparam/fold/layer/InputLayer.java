package io.reparam.fold.layer;

import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/** A layer whose constants can be changed as if each of its input channels were scaled and shifted. */
public interface InputLayer {
    /** The one that reads the channels. */
    Node node();

    /** The value that the channels come in by. */
    default String data() {
        return node().input(0);
    }

    ChannelAxis inputs();

    /** The layer that computes of x what this one computes of {@code a(x)}. */
    Result<LayerChange> precededBy(Affine a);

    /**
     * A kind of layer.
     *
     * @param name second half of the rule's name
     * @param opType of its last node
     * @param fits whether a node of that type ends such a layer
     * @param reader of a node that fits
     */
    record Kind(
            String name,
            String opType,
            BiPredicate<Node, GraphView> fits,
            BiFunction<Node, GraphView, Result<? extends InputLayer>> reader) {
        public Kind(String opType, BiFunction<Node, GraphView, Result<? extends InputLayer>> reader) {
            this(opType, opType, (node, view) -> true, reader);
        }
    }
}
