package io.reparam.calibrate;

import io.reparam.fold.FoldPipeline;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Behind which gates a summand costs nothing: the folding engine is asked whether it takes it into a layer around, which it does
 * only where that is exact, padding included. For one thread.
 */
final class ShiftPlaces {
    private final Graph net;
    private final FoldPipeline pipeline;
    private final Map<Gate, Boolean> known = new HashMap<>();

    ShiftPlaces(Graph net, FoldPipeline pipeline) {
        this.net = net;
        this.pipeline = pipeline;
    }

    boolean has(Gate gate, int channels, ElementType type) {
        return known.computeIfAbsent(gate, g -> {
            double[] half = new double[channels];
            Arrays.fill(half, 0.5);
            return nodes(new ConstantGates.Replacement(g, type, half, half))
                    == nodes(new ConstantGates.Replacement(g, type, half, new double[0]));
        });
    }

    private int nodes(ConstantGates.Replacement replacement) {
        return pipeline.run(ConstantGates.in(net, List.of(replacement)))
                .graph()
                .nodes()
                .size();
    }
}
