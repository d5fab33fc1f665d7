package io.reparam.fold.absorb;

import io.reparam.fold.match.ConstantOperand;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * The way from a node that scales or shifts channels to a layer after it.
 *
 * @param source the node
 * @param data what it acts on
 * @param crossed nodes between, the first one first
 * @param axis of the channels at the source
 * @param from for each channel that the layer reads the one at the source, or -1 for one that does not come from there
 * @param channels at the source; 0 where their number is not known, so that only one factor for all of them can pass
 * @param passage what all nodes between let pass
 * @param obstacle end of a sentence: what is in the way though the source is there
 * @param summand the first of the nodes between, if it adds a constant: {@code v x + s = v (x + s / v)}
 */
record FactorPath(
        Node source,
        String data,
        List<Node> crossed,
        int axis,
        int[] from,
        int channels,
        Commutes passage,
        Optional<String> obstacle,
        Optional<ConstantOperand> summand) {}
