package io.reparam.calibrate;

import io.reparam.graph.Graph;
import java.util.List;
import java.util.Map;

/**
 * A net whose chosen gates are constants, not folded yet.
 *
 * @param graph with what it lost in its metadata
 * @param report what was measured
 * @param heatMaps of each gate, by its Mul's name: {@code [images][channels]}
 */
public record Calibrated(Graph graph, CalibrationReport report, Map<String, List<float[]>> heatMaps) {}
