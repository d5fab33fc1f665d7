package io.reparam.bench;

import io.reparam.ort.Provider;
import java.util.List;

/**
 * How two models are timed.
 *
 * @param batch images in a run where the model leaves it free, at least 1
 * @param size of other free dimensions in order, mostly {@code [height, width]}; the last stands for all further ones
 * @param threads of ONNX Runtime, at least 1
 * @param seconds to measure for, both models and warm-up together, above 0
 * @param seed of the images and of the order of the models
 * @param optimize whether ONNX Runtime optimizes the graphs, as it does in production
 * @param provider where the models run
 */
public record BenchPlan(
        int batch, List<Integer> size, int threads, double seconds, long seed, boolean optimize, Provider provider) {
    public BenchPlan {
        size = List.copyOf(size);
        if (batch < 1
                || size.isEmpty()
                || size.stream().anyMatch(n -> n < 1)
                || threads < 1
                || !(seconds > 0 && seconds <= 86_400)) {
            throw new IllegalArgumentException("batch " + batch + ", size " + size + " and threads " + threads
                    + " must be 1 or more, seconds " + seconds + " above 0 and at most a day");
        }
    }
}
