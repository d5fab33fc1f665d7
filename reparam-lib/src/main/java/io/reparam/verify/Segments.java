package io.reparam.verify;

/**
 * A comparison part by part: each part of the candidate gets the values that the original has where it begins, and is compared
 * where it ends.
 *
 * @param images compared
 * @param cuts tensors of both models that were found to be the same
 * @param worst the tensor at the end of the part with the largest error
 * @param error its largest {@code |difference|} over its largest {@code |value|}
 */
public record Segments(long images, int cuts, String worst, double error) {}
