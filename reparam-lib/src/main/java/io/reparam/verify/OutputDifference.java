package io.reparam.verify;

import java.util.Locale;
import java.util.Optional;

/**
 * How far one output of the candidate is from the original's, over all images.
 *
 * @param output name
 * @param maxAbsolute largest {@code |difference|}
 * @param maxReference largest {@code |reference|}
 * @param unequal values that differ where they must be equal: NaN or infinite in one model only, or of an output that is not
 *     floating point
 * @param values compared
 * @param sameTop1 images whose largest value is at the same index
 * @param top1Images images that have a class: those of outputs of shape {@code [N, K]}, K above 1; 0 for other shapes
 * @param ring border and interior of feature maps; empty for outputs that are none, or too small to have an interior
 * @param exact whether every value must be the same: integers, booleans, strings
 */
public record OutputDifference(
        String output,
        double maxAbsolute,
        double maxReference,
        long unequal,
        long values,
        long sameTop1,
        long top1Images,
        Optional<BorderDifference> ring,
        boolean exact) {

    /** {@code maxAbsolute / maxReference}; 0 if both are 0. */
    public double scaleRelative() {
        return maxAbsolute == 0 ? 0 : maxAbsolute / maxReference;
    }

    /** The share of values that must be equal and are not. */
    double unequalShare() {
        return values == 0 ? 0 : (double) unequal / values;
    }

    /** One line of a report. */
    String text() {
        return exact() ? String.format("output '%s': %d of %d values differ", output, unequal, values) : realText();
    }

    private String realText() {
        return String.format(
                Locale.ROOT,
                "output '%s': max |diff| %.3g, / max |reference| %.3g = %.3g%s%s%s",
                output,
                maxAbsolute,
                maxReference,
                scaleRelative(),
                ring.map(r -> String.format(
                                Locale.ROOT,
                                ", border of %d %.3g, interior %.3g",
                                r.width(),
                                r.maxAbsolute(),
                                r.interior()))
                        .orElse(""),
                top1Images == 0 ? "" : ", top-1 equal " + sameTop1 + " of " + top1Images,
                unequal == 0 ? "" : ", NaN or infinite in one model only " + unequal);
    }

    /**
     * The border of a feature map apart from its interior: a fold that gets the padding wrong is wrong there first.
     *
     * @param width positions on each side of each spatial axis
     * @param maxAbsolute largest {@code |difference|} in the border
     * @param interior largest {@code |difference|} inside of it
     */
    public record BorderDifference(int width, double maxAbsolute, double interior) {}
}
