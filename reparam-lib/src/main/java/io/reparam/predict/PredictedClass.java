package io.reparam.predict;

/**
 * A class that an image may show.
 *
 * @param index of the class in the net's scores
 * @param probability 0 to 1
 */
public record PredictedClass(String label, int index, float probability) {}
