package io.reparam.calibrate;

import io.reparam.fold.FoldListener;
import io.reparam.fold.FoldPipeline;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        replacements.forEach(replacement -> put(replacement, copy));
        GraphView view = new GraphView(net, new Constants(new ReferenceEvaluator()));
        Map<Replacement, BeforeReshape> movable = new LinkedHashMap<>();
        replacements.forEach(one -> BeforeReshape.of(one, view).ifPresent(before -> movable.put(one, before)));
        if (!movable.isEmpty()) {
            // a reader besides, other than a branch that nobody reads any more, would need the value unscaled
            Graph alive = new FoldPipeline(List.of()).folded(copy, FoldListener.NONE);
            movable.forEach((one, before) -> {
                if (alive.consumers(one.gate().scaled()).size() == 1) {
                    put(before, one, copy);
                }
            });
        }
        return copy;
    }

    private static void put(Replacement replacement, Graph graph) {
        Gate gate = replacement.gate();
        Node mul = mul(gate, graph);
        List<String> inputs = new ArrayList<>(mul.inputs());
        inputs.set(gate.operand(), constant(replacement, gate.shape(), replacement.factors(), graph));
        // the constant is a factor, also where the gate was a divisor
        graph.replace(mul, Node.of(mul.name(), "Mul", inputs, mul.outputs(), Attributes.none()));
    }

    private static void put(BeforeReshape before, Replacement replacement, Graph graph) {
        Node mul = mul(replacement.gate(), graph);
        Node reshape = before.reshape();
        String factor = constant(replacement, before.shape(), before.factors(), graph);
        String scaled = graph.freshName(mul.output(0) + ".scaled");
        graph.insertBefore(
                mul, Node.of(scaled, "Mul", List.of(reshape.input(0), factor), List.of(scaled), Attributes.none()));
        List<String> inputs = new ArrayList<>(reshape.inputs());
        inputs.set(0, scaled);
        graph.replace(mul, Node.of(mul.name(), "Reshape", inputs, mul.outputs(), reshape.attributes()));
    }

    private static Node mul(Gate gate, Graph graph) {
        return graph.producer(gate.output())
                .orElseThrow(() -> new IllegalStateException("no node computes '" + gate.output() + "'"));
    }

    private static String constant(Replacement replacement, long[] shape, double[] factors, Graph graph) {
        String name = graph.freshName(replacement.gate().output() + ".calibrated");
        graph.putInitializer(Tensor.rounded(name, replacement.type(), shape, factors));
        return name;
    }
}
