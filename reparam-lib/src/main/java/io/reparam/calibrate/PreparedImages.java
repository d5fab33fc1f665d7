package io.reparam.calibrate;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Images that nets are run on, kept in the form that the net takes.
 *
 * @param batches all of one size but for the last
 * @param progress hears of the number of images whenever a net has run on so many
 */
public record PreparedImages(List<ImageBatch> batches, IntConsumer progress) {
    public PreparedImages {
        batches = List.copyOf(batches);
    }

    public int count() {
        return batches.stream().mapToInt(ImageBatch::size).sum();
    }

    /** Whether every image has a label. */
    public boolean labelled() {
        return batches.stream().allMatch(batch -> batch.labels().length > 0);
    }

    void seen(int images) {
        progress.accept(images);
    }
}
