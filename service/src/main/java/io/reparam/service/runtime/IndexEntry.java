package io.reparam.service.runtime;

/**
 * A version in the repository's index, in the terms of Triton's repository extension.
 *
 * @param name of the model
 * @param version as text; empty if the model's directory cannot be read so far
 * @param state whether it answers
 * @param reason why it does not, or why its newer files do not; empty if all is well
 */
public record IndexEntry(String name, String version, State state, String reason) {
    /** Whether a version answers. */
    public enum State {
        READY,
        UNAVAILABLE
    }
}
