package io.reparam.artifact;

/**
 * How large a net is.
 *
 * @param nodes of the graph as it lies in the file, before ONNX Runtime optimizes it
 * @param parameters elements of all floating-point constants
 * @param bytes of the file
 */
public record NetSize(int nodes, long parameters, long bytes) {}
