package io.reparam.calibrate;

/** How a gate becomes a constant. */
public enum ConstantKind {
    /** {@code c = sum(g e) / sum(e)}, e = sum of x^2 of the channel: least squares for {@code c x} against {@code g x}. */
    LEAST_SQUARES,
    /** {@code c = mean(g)}: every image counts the same, however strong the channel is in it. */
    MEAN,
    /**
     * {@code c = cov(x, g x) / var(x)} and the summand {@code E[g x] - c E[x]}: least squares for {@code c x + d}. Only where the
     * summand folds into the layers around; elsewhere least squares without it.
     */
    AFFINE
}
