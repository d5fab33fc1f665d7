package io.reparam.service.batch;

/**
 * How large a batch and a queue may be.
 *
 * @param maxBatch rows of one run
 * @param maxWaitNanos how long the oldest item may wait for others while another run is on; 0: a free thread takes what is there
 * @param capacity rows that may wait
 */
public record BatchLimits(int maxBatch, long maxWaitNanos, int capacity) {

    /** @throws IllegalArgumentException if a batch cannot fit into the queue, or a number is too small */
    public BatchLimits {
        if (maxBatch < 1 || maxWaitNanos < 0 || capacity < maxBatch) {
            throw new IllegalArgumentException(
                    "a queue of " + capacity + " rows and batches of " + maxBatch + " that wait " + maxWaitNanos
                            + " ns are impossible; the batch must be 1 or more, and fit into the queue");
        }
    }
}
