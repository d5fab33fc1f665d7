package io.reparam.verify;

import java.util.List;

/**
 * What the models are run on.
 *
 * @param images how many random ones, and at most how many real ones; at least 1
 * @param seed of the random images
 * @param batches sizes that take turns where the batch is free; each at least 1
 * @param sizes that take turns where other dimensions are free, mostly {@code [height, width]}; the last number stands for
 *     all further dimensions; each at least 1
 * @param threads of ONNX Runtime
 */
public record CheckPlan(int images, long seed, List<Integer> batches, List<List<Integer>> sizes, int threads) {
    private static final List<List<Integer>> DEFAULT_SIZES =
            List.of(List.of(64, 96), List.of(96, 128), List.of(128, 64));

    public CheckPlan {
        batches = List.copyOf(batches);
        sizes = sizes.stream().map(List::copyOf).toList();
        if (images < 1 || batches.isEmpty() || sizes.isEmpty()) {
            throw new IllegalArgumentException("a check needs at least one image, one batch size and one size");
        }
        if (batches.stream().anyMatch(n -> n < 1)
                || sizes.stream()
                        .anyMatch(size -> size.isEmpty() || size.stream().anyMatch(n -> n < 1))) {
            throw new IllegalArgumentException("batches " + batches + " and sizes " + sizes + " must be 1 or more");
        }
    }

    /** Batches of 1, 2 and 7, three sizes that are not square, one thread. */
    public static CheckPlan of(int images, long seed) {
        return new CheckPlan(images, seed, List.of(1, 2, 7), DEFAULT_SIZES, 1);
    }

    /** The same plan with other sizes. */
    public CheckPlan withSizes(List<List<Integer>> changed) {
        return new CheckPlan(images, seed, batches, changed, threads);
    }
}
