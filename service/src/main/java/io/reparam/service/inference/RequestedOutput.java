package io.reparam.service.inference;

/**
 * An output that is asked for.
 *
 * @param classes 0 for the values; k for the k highest as text {@code value:index:label}
 */
public record RequestedOutput(String name, long classes) {}
