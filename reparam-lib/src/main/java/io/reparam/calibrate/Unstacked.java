package io.reparam.calibrate;

import io.reparam.fold.FoldPipeline;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes attention over branches apart: {@code ReduceSum(Mul(Concat(Unsqueeze(x0), Unsqueeze(x1), ..), g), k)} becomes
 * {@code x0 g[0] + x1 g[1] + ..}, the same sum in the same order. So each branch has a gate of its own, and its constant folds into the
 * layers of that branch.
 *
 * @see <a href="https://arxiv.org/abs/1903.06586">SK, which stacks its branches</a>
 */
public final class Unstacked {
    private final Graph graph;
    private final Map<String, List<Long>> shapes;

    private Unstacked(Graph graph, Map<String, List<Long>> shapes) {
        this.graph = graph;
        this.shapes = shapes;
    }

    /** @param shape of images that the net takes */
    public static Graph in(Graph net, long... shape) {
        if (net.nodes().stream().noneMatch(node -> node.is("ReduceSum"))) {
            return net;
        }
        Unstacked unstacked = new Unstacked(net.copy(), RunShapes.of(net, RunShapes.sample(shape), 1));
        net.nodes().stream().filter(node -> node.is("ReduceSum")).forEach(unstacked::replace);
        // the stack that nobody reads any more would be a gate of its own
        return new FoldPipeline(List.of()).run(unstacked.graph).graph();
    }

    private void replace(Node sum) {
        Optional<Node> product = only(sum.input(0), "Mul");
        List<Long> before = shapes.getOrDefault(sum.input(0), List.of());
        List<Long> after = shapes.getOrDefault(sum.output(0), List.of());
        if (product.isEmpty() || after.size() != before.size() - 1) {
            return;
        }
        for (int operand = 0; operand < 2; operand++) {
            String factor = product.get().input(1 - operand);
            Optional<Node> stack = only(product.get().input(operand), "Concat");
            if (stack.isEmpty()) {
                continue;
            }
            long axis = stack.get().attributes().getInt("axis", 0);
            axis = axis < 0 ? axis + before.size() : axis;
            Optional<List<String>> branches = branches(stack.get(), (int) axis, before, after);
            List<Long> factors = shapes.getOrDefault(factor, List.of());
            if (branches.isPresent()
                    && factors.size() == before.size()
                    && factors.get((int) axis) == branches.get().size()) {
                put(sum, branches.get(), factor, axis);
                return;
            }
        }
    }

    /** What is stacked, if each part is one branch and the axis of the stack is the one that is summed over. */
    private Optional<List<String>> branches(Node stack, int axis, List<Long> before, List<Long> after) {
        List<Long> without = new ArrayList<>(before);
        without.remove(axis);
        List<String> branches = new ArrayList<>();
        for (String part : stack.inputs()) {
            Optional<Node> unsqueeze = graph.producer(part).filter(node -> node.is("Unsqueeze"));
            List<Long> size = unsqueeze
                    .map(node -> shapes.getOrDefault(node.input(0), List.of()))
                    .orElse(List.of());
            List<Long> partSize = shapes.getOrDefault(part, List.of());
            if (!size.equals(without)
                    || !without.equals(after)
                    || partSize.size() != before.size()
                    || partSize.get(axis) != 1
                    || before.get(axis) != stack.inputs().size()) {
                return Optional.empty();
            }
            branches.add(unsqueeze.orElseThrow().input(0));
        }
        return Optional.of(branches);
    }

    private Optional<Node> only(String value, String type) {
        return graph.producer(value)
                .filter(node -> node.is(type) && graph.consumers(value).size() == 1 && !graph.isOutput(value));
    }

    private void put(Node sum, List<String> branches, String factor, long axis) {
        String total = "";
        for (int i = 0; i < branches.size(); i++) {
            String index = graph.freshName(factor + ".branch" + i);
            graph.putInitializer(Tensor.of(index, new long[0], new long[] {i}));
            String gate = graph.freshName(factor + ".of" + i);
            graph.insertBefore(
                    sum,
                    Node.of(
                            gate,
                            "Gather",
                            List.of(factor, index),
                            List.of(gate),
                            Attributes.none().withInt("axis", axis)));
            String scaled = graph.freshName(sum.output(0) + ".gated" + i);
            graph.insertBefore(
                    sum, Node.of(scaled, "Mul", List.of(branches.get(i), gate), List.of(scaled), Attributes.none()));
            if (i == 0) {
                total = scaled;
            } else if (i < branches.size() - 1) {
                String part = graph.freshName(sum.output(0) + ".sum" + i);
                graph.insertBefore(sum, Node.of(part, "Add", List.of(total, scaled), List.of(part), Attributes.none()));
                total = part;
            } else {
                graph.replace(
                        sum, Node.of(sum.name(), "Add", List.of(total, scaled), sum.outputs(), Attributes.none()));
            }
        }
    }
}
