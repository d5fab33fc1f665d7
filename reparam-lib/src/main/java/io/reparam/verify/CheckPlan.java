package io.reparam.verify;

import java.util.List;

/**
 * What the models are run on.
 *
 * @param images how many random ones, and at most how many real ones; at least 1
 * @param seed of the random images
 * @param batches sizes that take turns where the batch is free; each at least 1
 * @param sizes of other free dimensions, height and width above all, that take turns; each at least 1
 * @param threads of ONNX Runtime
 */
public record CheckPlan(int images, long seed, List<Integer> batches, List<Integer> sizes, int threads) {
    public CheckPlan {
        batches = List.copyOf(batches);
        sizes = List.copyOf(sizes);
        if (images < 1 || batches.isEmpty() || sizes.isEmpty()) {
            throw new IllegalArgumentException("a check needs at least one image, one batch size and one size");
        }
        if (batches.stream().anyMatch(n -> n < 1) || sizes.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("batches " + batches + " and sizes " + sizes + " must be 1 or more");
        }
    }

    /** Batches of 1, 2 and 7, sizes 64, 96 and 128, one thread. */
    public static CheckPlan of(int images, long seed) {
        return new CheckPlan(images, seed, List.of(1, 2, 7), List.of(64, 96, 128), 1);
    }
}
