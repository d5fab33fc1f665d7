package io.reparam.calibrate;

import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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
        return copy;
    }

    private static void put(Replacement replacement, Graph graph) {
        Gate gate = replacement.gate();
        Node mul = graph.producer(gate.output())
                .orElseThrow(() -> new IllegalStateException("no node computes '" + gate.output() + "'"));
        List<String> inputs = new ArrayList<>(mul.inputs());
        String name = graph.freshName(gate.output() + ".calibrated");
        graph.putInitializer(Tensor.rounded(name, replacement.type(), gate.shape(), replacement.factors()));
        inputs.set(gate.operand(), name);
        // the constant is a factor, also where the gate was a divisor
        graph.replace(mul, Node.of(mul.name(), "Mul", inputs, mul.outputs(), Attributes.none()));
    }
}
