package io.reparam.service.load;

/** Sends one request and waits for its answer. One thread at a time. */
@FunctionalInterface
interface Sender {
    /** @return false if it was refused */
    boolean send() throws Exception;
}
