package io.reparam.calibrate;

import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Puts constants in the place of gates. The branches that computed them stay, unread, until the graph is folded. */
final class ConstantGates {
    /**
     * What stands in a gate's place: {@code c x}.
     *
     * @param type of x
     * @param factors c, one a channel
     */
    record Replacement(Gate gate, ElementType type, double[] factors) {}

    private ConstantGates() {}

    /** @return a copy; names of values stay as they are */
    static Graph in(Graph net, Collection<Replacement> replacements) {
        Graph copy = net.copy();
        GraphView view = new GraphView(net, new Constants(new ReferenceEvaluator()));
        replacements.forEach(replacement -> put(replacement, view, copy));
        return copy;
    }

    private static void put(Replacement replacement, GraphView view, Graph graph) {
        Gate gate = replacement.gate();
        Node mul = graph.producer(gate.output())
                .orElseThrow(() -> new IllegalStateException("no node computes '" + gate.output() + "'"));
        String name = graph.freshName(gate.output() + ".calibrated");
        Optional<BeforeReshape> before = BeforeReshape.of(replacement, view);
        if (before.isPresent()) {
            put(before.get(), replacement.type(), mul, name, graph);
            return;
        }
        List<String> inputs = new ArrayList<>(mul.inputs());
        graph.putInitializer(Tensor.rounded(name, replacement.type(), gate.shape(), replacement.factors()));
        inputs.set(gate.operand(), name);
        // the constant is a factor, also where the gate was a divisor
        graph.replace(mul, Node.of(mul.name(), "Mul", inputs, mul.outputs(), Attributes.none()));
    }

    /** What else reads the reshaped value reads it unscaled. */
    private static void put(BeforeReshape before, ElementType type, Node mul, String name, Graph graph) {
        graph.putInitializer(Tensor.rounded(name, type, before.shape(), before.factors()));
        Node reshape = before.reshape();
        String scaled = graph.freshName(mul.output(0) + ".scaled");
        Node product =
                Node.of(scaled, "Mul", List.of(reshape.input(0), name), List.of(scaled), Attributes.none());
        List<String> inputs = new ArrayList<>(reshape.inputs());
        inputs.set(0, scaled);
        graph.replace(mul, Node.of(mul.name(), "Reshape", inputs, mul.outputs(), reshape.attributes()));
        graph.insertBefore(graph.producer(mul.output(0)).orElseThrow(), product);
    }
}
