package io.reparam.train;

/** Told about a run as it goes, on the training thread. */
public interface TrainingListener {
    /** Something that people want to know: what a start from another net took over. */
    default void onNote(String note) {}

    /**
     * @param done steps of the whole run, those before a resume included
     * @param total steps of the whole run
     * @param loss of this batch
     * @param imagesPerSecond since this epoch began or went on
     */
    default void onStep(int done, int total, float loss, double imagesPerSecond) {}

    /**
     * Before each batch of the validation or test images.
     *
     * @param done batches looked at
     * @param total batches that there are
     */
    default void onEvaluation(int done, int total) {}

    default void onEpoch(EpochResult result) {}
}
