package io.reparam.calibrate;

import io.reparam.image.ImagePool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Which images are looked at: drawn by a seed, never by their place in a folder, whose order may have a pattern. */
final class Draw {
    private Draw() {}

    /** All images of a pool, in an order of which every beginning has its classes in the pool's proportions, where it has labels. */
    static List<Integer> order(ImagePool pool, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, pool.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        Map<Integer, Integer> sizes = new HashMap<>();
        order.forEach(i -> sizes.merge(pool.label(i), 1, Integer::sum));
        if (sizes.size() < 2) {
            return order;
        }
        Map<Integer, Integer> seen = new HashMap<>();
        Map<Integer, Double> rank = new HashMap<>();
        for (int i : order) {
            int before = seen.merge(pool.label(i), 1, Integer::sum) - 1;
            rank.put(i, (before + 0.5) / sizes.getOrDefault(pool.label(i), 1));
        }
        order.sort(Comparator.comparingDouble(i -> rank.getOrDefault(i, 0.0)));
        return order;
    }

    /**
     * Divides images so that both parts have each class in the same proportion.
     *
     * @param classes of the images
     * @param first how many go into the first part
     * @return of each image, whether it goes into the first part
     */
    static List<Boolean> parts(List<Integer> classes, int first) {
        int n = classes.size();
        List<Integer> byClass = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        byClass.sort(Comparator.comparingInt(classes::get));
        List<Boolean> parts = new ArrayList<>(Collections.nCopies(n, false));
        for (int p = 0; p < n; p++) {
            boolean taken = (long) (p + 1) * first / n > (long) p * first / n;
            parts.set(byClass.get(p), taken);
        }
        return parts;
    }
}
