package io.reparam.train;

import ai.djl.ndarray.NDArray;
import io.reparam.data.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a net took images for. */
final class Confusion {
    private final Map<List<Integer>, Integer> counts = new HashMap<>();
    private double lossSum;
    private int images;
    private int right;
    private int classes;

    void add(NDArray logits, Batch batch, float loss) {
        classes = (int) logits.getShape().get(1);
        long[] top = logits.argMax(1).toLongArray();
        for (int i = 0; i < top.length; i++) {
            counts.merge(List.of(batch.label(i), (int) top[i]), 1, Integer::sum);
            right += top[i] == batch.label(i) ? 1 : 0;
        }
        images += batch.size();
        lossSum += (double) loss * batch.size();
    }

    /** Images of a batch whose label had the highest logit. */
    static int right(NDArray logits, Batch batch) {
        long[] top = logits.argMax(1).toLongArray();
        int right = 0;
        for (int i = 0; i < top.length; i++) {
            right += top[i] == batch.label(i) ? 1 : 0;
        }
        return right;
    }

    double accuracy() {
        return (double) right / images;
    }

    double loss() {
        return lossSum / images;
    }

    TestResult result(int epoch) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            List<Integer> row = new ArrayList<>();
            for (int j = 0; j < classes; j++) {
                row.add(counts.getOrDefault(List.of(i, j), 0));
            }
            rows.add(row);
        }
        return new TestResult(epoch, images, accuracy(), rows);
    }
}
