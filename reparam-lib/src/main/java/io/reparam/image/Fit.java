package io.reparam.image;

/** How an image of another size becomes a net's input; one that has that size already is taken as it is. */
public enum Fit {
    /** Resized until it just covers height and width, the centre is cut out: classifiers of photographs. */
    CROP,
    /** Resized to the net's height with its proportions, at most to its width; what is left at the right is 0: lines of text. */
    PAD,
    /** Resized to height and width, whatever becomes of the proportions: detectors, and most vision transformers. */
    STRETCH
}
