package io.reparam.verify;

/**
 * How far a candidate may be from the original. There is no default: whoever checks says what is good enough.
 *
 * @param scaleRelative largest allowed {@code max |difference| / max |reference|} of any output, above 0 and below 1
 * @param equalTop1 whether every image must keep its class
 */
public record Tolerance(double scaleRelative, boolean equalTop1) {

    /** @throws IllegalArgumentException if scaleRelative is not between 0 and 1 */
    public Tolerance {
        if (!(scaleRelative > 0 && scaleRelative < 1)) {
            throw new IllegalArgumentException("tolerance " + scaleRelative + " must be above 0 and below 1");
        }
    }

    /** Whether an output of a whole model may be so. */
    boolean allows(OutputDifference difference) {
        return difference.unequal() == 0
                && difference.scaleRelative() <= scaleRelative
                && (!equalTop1 || difference.sameTop1() == difference.top1Images());
    }

    /** Whether a tensor between may be so; it has no classes. */
    boolean allowsSegment(OutputDifference difference) {
        return difference.unequal() == 0 && difference.scaleRelative() <= scaleRelative;
    }
}
