package io.reparam.verify;

/** What a comparison says of two models. */
public enum Verdict {
    /** The candidate computes what the original computes, up to the tolerance. */
    EQUIVALENT,
    /** It does not. */
    DIFFERENT,
    /** Nobody can tell; the report says why. Never to be read as equivalent. */
    UNDECIDED
}
