package io.reparam.service.infer;

/** Nanoseconds of one request's steps, added up over its rows. Belongs to the request's thread. */
final class RunTimes {
    long queue;
    long input;
    long infer;
    long output;

    void add(long queueNanos, long inputNanos, long inferNanos, long outputNanos) {
        queue += queueNanos;
        input += inputNanos;
        infer += inferNanos;
        output += outputNanos;
    }
}
