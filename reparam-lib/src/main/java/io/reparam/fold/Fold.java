package io.reparam.fold;

import java.util.List;

/**
 * One fold that was made.
 *
 * @param rule that made it
 * @param node where: name of the pattern's last node
 * @param nodes names of all nodes that took part
 * @param nodesRemoved difference of the graph's nodes, what became unused included
 * @param parametersRemoved difference of the graph's parameters; below 0 where a bias was added
 * @param zeroChannels channels whose factor is 0, so that they could be pruned
 */
public record Fold(
        String rule,
        String node,
        List<String> nodes,
        int nodesRemoved,
        long parametersRemoved,
        List<Integer> zeroChannels) {
    public Fold {
        nodes = List.copyOf(nodes);
        zeroChannels = List.copyOf(zeroChannels);
    }
}
