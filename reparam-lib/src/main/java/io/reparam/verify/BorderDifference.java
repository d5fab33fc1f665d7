package io.reparam.verify;

/**
 * The border of a feature map apart from its interior: a fold that gets the padding wrong is wrong there first.
 *
 * @param width positions on each side of each spatial axis
 * @param maxAbsolute largest {@code |difference|} in the ring
 * @param interior largest {@code |difference|} inside of it
 */
public record BorderDifference(int width, double maxAbsolute, double interior) {}
