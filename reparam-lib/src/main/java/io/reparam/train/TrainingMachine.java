package io.reparam.train;

import ai.djl.Device;

/**
 * What a run may use; it does not decide what the run computes.
 *
 * @param device where the net is
 * @param loaderThreads that prepare images
 */
public record TrainingMachine(Device device, int loaderThreads) {
    /** The processor, and one thread for images. */
    public static final TrainingMachine CPU = new TrainingMachine(Device.cpu(), 1);

    /** @throws IllegalArgumentException if there is no thread for images */
    public TrainingMachine {
        if (loaderThreads < 1) {
            throw new IllegalArgumentException("loader-threads " + loaderThreads + " must be 1 or more");
        }
    }
}
