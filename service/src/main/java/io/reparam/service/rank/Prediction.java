package io.reparam.service.rank;

/**
 * A class and how sure the net is of it.
 *
 * @param label of the class
 * @param index of the class
 * @param probability softmax over all classes, 0 to 1
 */
public record Prediction(String label, int index, float probability) {}
