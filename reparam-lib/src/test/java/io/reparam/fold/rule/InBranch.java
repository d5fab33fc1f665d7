package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A graph as the branch of an If that is taken, as nobody knows before it runs. */
final class InBranch {
    private InBranch() {}

    /** Every other constant stands around the If; both branches read those and compute the same. */
    static Graph of(Graph graph) {
        Graph whole =
                GraphBuilder.of(graph.name()).irVersion(10).opset(graph.opset()).buildBody();
        Set<String> outside = new HashSet<>();
        for (Tensor constant : graph.initializers().values()) {
            if (outside.size() * 2 <= graph.initializers().size()) {
                outside.add(constant.name());
                whole.putInitializer(constant);
            }
        }
        graph.inputs().forEach(input -> {
            outside.add(input.name());
            whole.addInput(input);
        });
        graph.outputs().forEach(whole::addOutput);
        Attributes none = Attributes.none();
        String x = graph.inputs().get(0).name();
        whole.putInitializer(Tensor.of("lowest", new long[] {}, new float[] {-1e30f}));
        whole.add(Node.of("", "ReduceMax", List.of(x), List.of("largest"), none.withInt("keepdims", 0)));
        whole.add(Node.of("", "Greater", List.of("largest", "lowest"), List.of("taken"), none));
        List<String> outputs = graph.outputs().stream().map(Value::name).toList();
        Attributes branches = none.withGraph("then_branch", branch(graph, outside, "yes."))
                .withGraph("else_branch", branch(graph, outside, "no."));
        whole.add(Node.of("choice", "If", List.of("taken"), outputs, branches));
        return whole;
    }

    private static Graph branch(Graph graph, Set<String> outside, String prefix) {
        Graph branch =
                GraphBuilder.of("branch").irVersion(10).opset(graph.opset()).buildBody();
        UnaryOperator<String> own = name -> name.isEmpty() || outside.contains(name) ? name : prefix + name;
        graph.initializers().values().stream()
                .filter(constant -> !outside.contains(constant.name()))
                .forEach(constant -> branch.putInitializer(constant.named(own.apply(constant.name()))));
        for (Node node : graph.nodes()) {
            branch.add(node.withInputs(node.inputs().stream().map(own).toList())
                    .withOutputs(node.outputs().stream().map(own).toList()));
        }
        graph.outputs().forEach(output -> branch.addOutput(Value.named(own.apply(output.name()))));
        return branch;
    }
}
