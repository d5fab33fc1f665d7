package io.reparam.calibrate;

import io.reparam.graph.ElementType;

/**
 * What stands in a gate's place: {@code c x}, or {@code c x + d}.
 *
 * @param type of x
 * @param factors c, one a channel
 * @param shifts d, one a channel; empty for none
 */
record Replacement(Gate gate, ElementType type, double[] factors, double[] shifts) {}
