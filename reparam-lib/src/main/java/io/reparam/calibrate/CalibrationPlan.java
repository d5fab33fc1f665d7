package io.reparam.calibrate;

import java.util.Map;

/**
 * How gates become constants.
 *
 * @param budget of the loss
 * @param threads of ONNX Runtime
 * @param latencySeconds to time each point of the trade-off curve for, beside the original; 0 for not at all
 * @param outputKinds of outputs, by name, or by "" for all; those that are missing are inferred
 * @param namedClasses number of classes with a name; 0 if none has one
 */
public record CalibrationPlan(
        Budget budget, int threads, double latencySeconds, Map<String, OutputKind> outputKinds, int namedClasses) {

    /** @throws IllegalArgumentException if a number is impossible */
    public CalibrationPlan {
        outputKinds = Map.copyOf(outputKinds);
        if (threads < 1 || !(latencySeconds >= 0)) {
            throw new IllegalArgumentException(
                    "threads " + threads + " must be 1 or more, seconds of latency " + latencySeconds + " 0 or more");
        }
    }

    /** With outputs of the kinds that they seem to be. */
    public CalibrationPlan(Budget budget, int threads, double latencySeconds) {
        this(budget, threads, latencySeconds, Map.of(), 0);
    }

    /** For a net whose classes have names. */
    public CalibrationPlan withNamedClasses(int count) {
        return new CalibrationPlan(budget, threads, latencySeconds, outputKinds, count);
    }
}
