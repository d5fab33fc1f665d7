package io.reparam.calibrate;

import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;

/** Makes constants of what was seen of gates. For one thread. */
final class GateConstants {
    private final GraphView view;

    GateConstants(Graph net) {
        view = new GraphView(net, new Constants(new ReferenceEvaluator()));
    }

    ConstantGates.Replacement of(Gate gate, ChannelMoments moments) {
        return new ConstantGates.Replacement(gate, type(gate), moments.factors());
    }

    /** In which a gate is computed. */
    ElementType type(Gate gate) {
        return view.type(gate.scaled()).or(() -> view.type(gate.factor())).orElse(ElementType.FLOAT);
    }
}
