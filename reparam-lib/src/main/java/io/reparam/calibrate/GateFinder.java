package io.reparam.calibrate;

import io.reparam.fold.absorb.InputDependentGate;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds gates by their structure: a path from a pooling over H and W to a factor of one number a channel. The rest of a path may
 * be anything that keeps it so: convolutions, BatchNormalizations, a hard sigmoid written out, Reshapes, Constant nodes.
 */
public final class GateFinder {
    private GateFinder() {}

    public static Gates find(Graph graph) {
        GraphView view = new GraphView(graph, new Constants(new ReferenceEvaluator()));
        List<Gate> found = new ArrayList<>();
        List<Rejection> rejected = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!node.is("Mul")) {
                continue;
            }
            OptionalInt operand = InputDependentGate.gateOperand(node, view);
            if (operand.isPresent()) {
                String factor = node.input(operand.getAsInt());
                found.add(new Gate(
                        node.id(),
                        node.output(0),
                        operand.getAsInt(),
                        factor,
                        node.input(1 - operand.getAsInt()),
                        branch(factor, view)));
            } else {
                NoGate.reason(node, view).ifPresent(reason -> rejected.add(new Rejection(node.id(), reason)));
            }
        }
        return new Gates(found, rejected);
    }

    /** The operators on the way back to the poolings, those first. */
    private static List<String> branch(String factor, GraphView view) {
        List<String> types = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(factor));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String value = open.removeFirst();
            Optional<Node> producer = view.graph().producer(value);
            if (!seen.add(value) || producer.isEmpty() || view.isConstant(value)) {
                continue;
            }
            types.add(producer.get().opType());
            if (!Operators.isAny(producer.get(), Trait.POOLS_ALL, Trait.REDUCES)) {
                open.addAll(producer.get().uses());
            }
        }
        Collections.reverse(types);
        return types;
    }
}
