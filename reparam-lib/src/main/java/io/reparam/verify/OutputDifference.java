package io.reparam.verify;

/**
 * How far one output of the candidate is from the original's, over all images.
 *
 * @param output name
 * @param maxAbsolute largest {@code |difference|}
 * @param maxReference largest {@code |reference|}
 * @param notFinite values that are NaN or infinite in either model
 * @param sameTop1 images whose largest value is at the same index
 * @param top1Images images that have a class: those of outputs of shape {@code [N, K]}, K above 1; 0 for other shapes
 */
public record OutputDifference(
        String output, double maxAbsolute, double maxReference, long notFinite, long sameTop1, long top1Images) {

    /** {@code maxAbsolute / maxReference}; 0 if both are 0. */
    public double scaleRelative() {
        return maxAbsolute == 0 ? 0 : maxAbsolute / maxReference;
    }
}
