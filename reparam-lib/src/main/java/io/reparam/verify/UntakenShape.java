package io.reparam.verify;

/**
 * Images that were not compared, because the original does not take them.
 *
 * @param samples as in {@link Comparison#samples}
 * @param shape of the inputs
 * @param reason in ONNX Runtime's words
 */
public record UntakenShape(String samples, String shape, String reason) {}
