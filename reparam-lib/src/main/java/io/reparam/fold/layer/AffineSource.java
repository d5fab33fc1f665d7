package io.reparam.fold.layer;

import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.Optional;

/** A kind of node that multiplies each channel by a constant and adds another one: what a fold takes away. */
public interface AffineSource {
    /** First half of the rule's name. */
    String name();

    String[] opTypes();

    /** Whether it never adds anything. */
    default boolean onlyScales() {
        return false;
    }

    /** Whether it is a layer of its own, so that somebody wants to know why it stays. */
    default boolean isNorm() {
        return false;
    }

    /** Whether a node has one of the types; what else it takes says {@link #data}. */
    default boolean is(Node node) {
        return List.of(opTypes()).contains(node.opType()) && node.domain().isEmpty();
    }

    /** The constant operand of a node of two operands; empty if it has none or is not of this kind. */
    Optional<ConstantOperand> operand(Node node, GraphView view);

    /** The value that a node acts on; empty if it is not of this kind. */
    default Optional<String> data(Node node, GraphView view) {
        return operand(node, view).map(ConstantOperand::data);
    }

    /**
     * What a node does to each channel. Only after {@link #data} found a value.
     *
     * @param axis where the channels of that value lie
     */
    Result<Affine> read(Node node, ChannelAxis axis, GraphView view);
}
