package io.reparam.service.batch;

/** Who goes first; equals go in the order of arrival. What is never urgent may wait for ever while urgent work comes. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW,
    /** Work that nobody waits for: shares no batch with other work, and is dropped where other work needs its place. */
    BACKGROUND
}
