package io.reparam.artifact;

/** How an image of any size becomes a net's input of a fixed one. */
public enum Fit {
    /** The shorter side is resized, the centre is cut out: classifiers of photographs. */
    CROP,
    /** Resized to the net's height with its proportions, at most to its width; what is left at the right is 0: lines of text. */
    PAD,
    /** Resized to height and width, whatever becomes of the proportions: detectors, and most vision transformers. */
    STRETCH
}
