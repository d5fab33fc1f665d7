package io.reparam.calibrate;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;

/** Makes constants of what was seen of gates. For one thread. */
final class GateConstants {
    private static final double[] NONE = new double[0];

    private final CalibrationPlan plan;
    private final ShiftPlaces places;
    private final GraphView view;

    GateConstants(Graph net, CalibrationPlan plan, FoldPipeline pipeline) {
        this.plan = plan;
        places = new ShiftPlaces(net, pipeline);
        view = new GraphView(net, new Constants(new ReferenceEvaluator()));
    }

    ConstantGates.Replacement of(Gate gate, ChannelMoments moments) {
        ElementType type =
                view.type(gate.scaled()).or(() -> view.type(gate.factor())).orElse(ElementType.FLOAT);
        boolean affine = plan.constants() == ConstantKind.AFFINE;
        boolean shift = (affine || plan.correctBias()) && places.has(gate, moments.channels(), type);
        double[] factors = moments.factors(affine && !shift ? ConstantKind.LEAST_SQUARES : plan.constants());
        return new ConstantGates.Replacement(gate, type, factors, shift ? moments.shifts(factors) : NONE);
    }
}
