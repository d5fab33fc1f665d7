package io.reparam.service.batch;

/**
 * The answer to one item.
 *
 * @param value its own part of the result
 * @param batchRows rows of the whole run that it was part of
 * @param queueNanos from the offer to the start of the run
 * @param runNanos of the whole run
 */
public record Ran<O>(O value, int batchRows, long queueNanos, long runNanos) {}
