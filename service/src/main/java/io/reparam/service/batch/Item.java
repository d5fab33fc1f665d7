package io.reparam.service.batch;

/**
 * What one caller wants run.
 *
 * @param payload the input; read by the thread that runs it, so not to be changed before the answer
 * @param shape only items of equal shape share a batch
 * @param rows of the batch that it takes, at least 1
 * @param deadline it is not run after that
 * @param priority who goes first
 */
public record Item<I>(I payload, Object shape, int rows, Deadline deadline, Priority priority) {}
