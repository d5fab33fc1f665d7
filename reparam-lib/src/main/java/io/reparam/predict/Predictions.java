package io.reparam.predict;

import java.util.List;

/**
 * What images show, in their order.
 *
 * @param model path of the net
 */
public record Predictions(String model, List<ImagePrediction> images) {

    /** Whether every image could be read. */
    public boolean complete() {
        return images.stream().allMatch(image -> image.problem() == null);
    }
}
