package io.reparam.verify;

import java.util.List;

/**
 * The candidate against the original on one kind of images.
 *
 * @param samples {@code random} or {@code real}
 * @param optimized whether ONNX Runtime optimized the candidate; the original never is
 * @param images compared
 * @param outputs one difference for each
 */
public record Comparison(String samples, boolean optimized, long images, List<OutputDifference> outputs) {
    public Comparison {
        outputs = List.copyOf(outputs);
    }
}
