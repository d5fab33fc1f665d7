package io.reparam.train;

/** Told about a run as it goes, on the training thread. */
public interface TrainingListener {
    /**
     * @param done steps of the whole run, those before a resume included
     * @param total steps of the whole run
     * @param loss of this batch
     */
    default void onStep(int done, int total, float loss) {}

    default void onEpoch(EpochResult result) {}
}
