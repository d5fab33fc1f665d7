package io.reparam.service.batch;

import java.util.concurrent.CompletableFuture;

/** What becomes of an item that is offered; decided at once. */
public sealed interface Offer<O> {
    /**
     * It has a place. {@link CompletableFuture#cancel} on this very future (not on one derived from it) gives the place back, or
     * drops the result if the run is on. What depends on it runs on the thread that runs batches, and must be short.
     */
    record Accepted<O>(CompletableFuture<Ran<O>> answer) implements Offer<O> {}

    /** The queue has not that many places left. */
    record Full<O>() implements Offer<O> {}

    /** Nothing is taken in any more; what was is still answered. */
    record Closed<O>() implements Offer<O> {}
}
