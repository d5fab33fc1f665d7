package io.reparam.calibrate;

/**
 * How gates become constants.
 *
 * @param budget of the loss
 * @param constants which kind
 * @param correctBias whether what the constants leave of the mean goes into the following bias, where that is exact
 * @param threads of ONNX Runtime
 * @param latencySeconds to time each point of the trade-off curve for, beside the original; 0 for not at all
 */
public record CalibrationPlan(
        Budget budget, ConstantKind constants, boolean correctBias, int threads, double latencySeconds) {

    /** @throws IllegalArgumentException if a number is impossible */
    public CalibrationPlan {
        if (threads < 1 || !(latencySeconds >= 0)) {
            throw new IllegalArgumentException(
                    "threads " + threads + " must be 1 or more, seconds of latency " + latencySeconds + " 0 or more");
        }
    }
}
