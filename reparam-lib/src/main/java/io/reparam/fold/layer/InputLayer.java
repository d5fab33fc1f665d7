package io.reparam.fold.layer;

import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Read;
import io.reparam.graph.Node;
import java.util.function.BiFunction;

/** A layer whose constants can be changed as if each of its input channels were scaled and shifted. */
public interface InputLayer {
    Node node();

    /** The value that the channels come in by. */
    default String data() {
        return node().input(0);
    }

    ChannelAxis inputs();

    /** The layer that computes of x what this one computes of {@code a(x)}. */
    Read<LayerChange> precededBy(Affine a);

    /**
     * A kind of layer.
     *
     * @param name second half of the rule's name
     * @param opType of its node
     * @param reader of such a node
     */
    record Kind(String name, String opType, BiFunction<Node, GraphView, Read<? extends InputLayer>> reader) {}
}
