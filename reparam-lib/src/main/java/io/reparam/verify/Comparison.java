package io.reparam.verify;

import java.util.List;

/**
 * One subject against the original on one kind of images.
 *
 * @param samples {@code random} or {@code real}
 * @param subject what was compared with the original
 * @param images compared
 * @param outputs one difference for each
 */
public record Comparison(String samples, Subject subject, long images, List<OutputDifference> outputs) {
    public Comparison {
        outputs = List.copyOf(outputs);
    }
}
