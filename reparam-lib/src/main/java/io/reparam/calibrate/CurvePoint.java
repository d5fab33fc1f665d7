package io.reparam.calibrate;

import io.reparam.bench.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * A point of the trade-off curve: so many gates gone, folded.
 *
 * @param gatesRemoved 0 for the original, folded
 * @param gate that went last; null for the original
 * @param calibration loss on the images that the constants and the order come from
 * @param heldOut loss on images that neither was made from
 * @param nodes of the folded graph
 * @param bytes of the folded graph
 * @param millis median of a run; null if nobody asked
 * @param latency ratio to the original's median, side by side; null if nobody asked
 */
public record CurvePoint(
        int gatesRemoved,
        @Nullable String gate,
        Loss calibration,
        Loss heldOut,
        int nodes,
        long bytes,
        @Nullable Double millis,
        @Nullable Ratio latency) {}
