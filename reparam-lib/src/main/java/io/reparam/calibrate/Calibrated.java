package io.reparam.calibrate;

import io.reparam.graph.Graph;
import java.util.List;
import java.util.Map;

/**
 * A net whose chosen gates are constants, not folded yet.
 *
 * @param graph with what it lost in its metadata; the original itself where the budget allows no gate to go
 * @param report what was measured
 * @param heatMaps of each gate, by its Mul's name: {@code [images][channels]}
 * @param curve the same with 1, 2, .. gates gone; empty in these themselves
 */
public record Calibrated(
        Graph graph, CalibrationReport report, Map<String, List<float[]>> heatMaps, List<Calibrated> curve) {
    public Calibrated {
        curve = List.copyOf(curve);
    }

    /** @throws CalibrationException if the budget allows no gate to go */
    public Calibrated required() {
        if (report.chosen() == 0) {
            throw new CalibrationException(report.unmet());
        }
        return this;
    }
}
