package io.reparam.calibrate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gate as it was over the calibration images. Stripes are channels that say the same for every image: a small deviation over
 * images, a large spread over channels. A small deviation does not promise a small loss.
 *
 * @param gate name of its Mul
 * @param branch types of the operators that compute it
 * @param channels of the tensor that it scales
 * @param mean over images and channels
 * @param deviationOverImages standard deviation over images, mean over channels
 * @param spreadOverChannels standard deviation over channels of the means over images
 * @param aloneKl divergence at the net's end if this gate alone goes
 * @param order its place among those that go, from 1
 * @param removed whether it is gone from the model that was written
 */
public record GateStripes(
        String gate,
        List<String> branch,
        int channels,
        double mean,
        double deviationOverImages,
        double spreadOverChannels,
        @Nullable Double aloneKl,
        int order,
        boolean removed) {
    public GateStripes {
        branch = List.copyOf(branch);
    }

    static GateStripes of(Gate gate, ChannelMoments moments, @Nullable Double aloneKl, int order, boolean removed) {
        double[] means = moments.gateMeans();
        double mean = Arrays.stream(means).average().orElseThrow();
        double spread = Math.sqrt(
                Arrays.stream(means).map(m -> (m - mean) * (m - mean)).average().orElseThrow());
        double deviation = Arrays.stream(moments.gateDeviations()).average().orElseThrow();
        return new GateStripes(
                gate.mul(), gate.branch(), moments.channels(), mean, deviation, spread, aloneKl, order, removed);
    }
}
