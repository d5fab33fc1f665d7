package io.reparam.service.classify;

import io.reparam.service.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to requests. Every request is one {@link #requestReceived} and ends in exactly one {@link #requestDone}, so once
 * none is under way, received = completed + failed + rejected + cancelled, the four of {@link Outcome}. Each stage that was finished,
 * also of a request that failed later, is one {@link #stageDone}. Any number of threads call it.
 */
public interface ClassifyListener {
    /** A transport handed a request over. */
    void requestReceived(Protocol protocol);

    /** A stage was finished. */
    void stageDone(Target target, Protocol protocol, Stage stage, long nanos);

    /**
     * A request was answered or refused.
     *
     * @param failure null if it was answered
     * @param nanos from the moment the transport handed the request over, before its body was read
     */
    void requestDone(Target target, Protocol protocol, @Nullable ErrorKind failure, long nanos);
}
