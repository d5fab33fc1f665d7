package io.reparam.service.batch;

/** Who goes first; equals go in the order of arrival. What is never urgent can wait for ever behind what always is. */
public enum Priority {
    HIGH,
    NORMAL,
    /** Work that nobody waits for. */
    LOW
}
