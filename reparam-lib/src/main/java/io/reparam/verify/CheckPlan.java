package io.reparam.verify;

import java.util.List;
import java.util.Map;

/**
 * What the models are run on.
 *
 * @param images how many random ones, and at most how many real ones; at least 1
 * @param seed of the random images
 * @param batches sizes that take turns where the batch is free; each at least 1
 * @param sizes that take turns where other dimensions are free, mostly {@code [height, width]}; the last number stands for
 *     all further dimensions; each at least 1. Where they are the default ones and none fits, usual ones are tried
 * @param threads of ONNX Runtime
 * @param ring width of the border of feature maps that is measured apart, at least 1
 * @param shapes of inputs by name, which are neither found nor varied
 * @param seconds that the comparison may take; what is not decided by then stays so
 */
public record CheckPlan(
        int images,
        long seed,
        List<Integer> batches,
        List<List<Integer>> sizes,
        int threads,
        int ring,
        Map<String, List<Long>> shapes,
        int seconds) {
    private static final List<List<Integer>> DEFAULT_SIZES =
            List.of(List.of(64, 96), List.of(75, 97), List.of(128, 64), List.of(96, 128));
    /** Half of a 7x7 kernel: as far as a wrong padding of any usual layer reaches into its own output. */
    private static final int RING = 3;
    /** Nothing hangs for a minute: the fold before it takes seconds. */
    private static final int SECONDS = 45;

    public CheckPlan {
        batches = List.copyOf(batches);
        sizes = sizes.stream().map(List::copyOf).toList();
        shapes = shapes == null ? Map.of() : Map.copyOf(shapes); // certificates of before have none
        seconds = seconds == 0 ? SECONDS : seconds;
        if (ring < 1) {
            throw new IllegalArgumentException("the border ring of " + ring + " must be 1 or more wide");
        }
        if (seconds < 1) {
            throw new IllegalArgumentException("a proof needs at least one second, not " + seconds);
        }
        if (images < 1 || batches.isEmpty() || sizes.isEmpty()) {
            throw new IllegalArgumentException("a check needs at least one image, one batch size and one size");
        }
        if (batches.stream().anyMatch(n -> n < 1)
                || sizes.stream()
                        .anyMatch(size -> size.isEmpty() || size.stream().anyMatch(n -> n < 1))) {
            throw new IllegalArgumentException("batches " + batches + " and sizes " + sizes + " must be 1 or more");
        }
    }

    /** Batches of 1, 2 and 7, four sizes that are not square, one of them odd, a border of 3, one thread, 45 seconds. */
    public static CheckPlan of(int images, long seed) {
        return new CheckPlan(images, seed, List.of(1, 2, 7), DEFAULT_SIZES, 1, RING, Map.of(), SECONDS);
    }

    /** The same plan with no more images than so many. */
    CheckPlan atMost(int most) {
        return new CheckPlan(Math.min(images, most), seed, batches, sizes, threads, ring, shapes, seconds);
    }

    /** The same plan with other sizes. */
    public CheckPlan withSizes(List<List<Integer>> changed) {
        return new CheckPlan(images, seed, batches, changed, threads, ring, shapes, seconds);
    }

    /** The same plan with another border. */
    public CheckPlan withRing(int changed) {
        return new CheckPlan(images, seed, batches, sizes, threads, changed, shapes, seconds);
    }

    /** The same plan with shapes for some inputs. */
    public CheckPlan withShapes(Map<String, List<Long>> changed) {
        return new CheckPlan(images, seed, batches, sizes, threads, ring, changed, seconds);
    }

    /** The same plan with another time limit. */
    public CheckPlan within(int changed) {
        return new CheckPlan(images, seed, batches, sizes, threads, ring, shapes, changed);
    }

    /** Whether nobody has asked for other sizes, so that usual ones may be tried. */
    boolean findsSizes() {
        return sizes.equals(DEFAULT_SIZES);
    }
}
