package io.reparam.calibrate;

/**
 * A product of two values that both depend on the image but that no constant can replace.
 *
 * @param node name of the Mul
 * @param reason why not
 */
public record Rejection(String node, String reason) {}
