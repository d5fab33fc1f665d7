package io.reparam.fold.simplify;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Attribute;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import io.reparam.graph.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far a constant may outgrow what it is computed from: an Expand or Tile of three numbers can be larger than all weights. Up to
 * 1 MiB, or as large as its sources if they are more.
 */
final class ConstantGrowth {
    private static final long FREE = 1 << 20;

    private ConstantGrowth() {}

    /** The outputs of a node, if they may be stored; the problem is the end of a sentence. */
    static Result<Map<String, NdArray>> allowed(Node node, Map<String, NdArray> outputs, Graph graph) {
        long after = outputs.values().stream()
                .mapToLong(value -> (long) value.count() * value.type().bytes())
                .sum();
        return allowed(node, outputs, after, graph);
    }

    /** @param after bytes of the outputs */
    static <T> Result<T> allowed(Node node, T outputs, long after, Graph graph) {
        if (after <= FREE) {
            return Result.found(outputs);
        }
        long before = sources(node, graph);
        return after <= before
                ? Result.found(outputs)
                : Result.problem("has " + after + " bytes but is made of " + before
                        + "; the file may grow by 1 MiB at such a place");
    }

    private static long sources(Node last, Graph graph) {
        long bytes = 0;
        Set<String> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(Set.of(last));
        while (!open.isEmpty()) {
            Node node = open.remove();
            for (Attribute attribute : node.attributes().asMap().values()) {
                bytes += attribute instanceof Attribute.Array array ? bytes(array.value()) : 0;
            }
            for (String input : node.uses()) {
                if (seen.add(input)) {
                    bytes += graph.initializer(input).map(ConstantGrowth::bytes).orElse(0L);
                    graph.producer(input).ifPresent(open::add);
                }
            }
        }
        return bytes;
    }

    private static long bytes(Tensor tensor) {
        return tensor.storedBytes();
    }
}
