package io.reparam.service.batch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What becomes of items that are offered together; decided at once, for all of them alike. */
public sealed interface Offer<O> {
    /**
     * They have places; one answer each, in their order. {@link CompletableFuture#cancel} on such a future (not on one derived from
     * it) gives the place back, or drops the result if the run is on. What depends on it runs on the thread that made the run, and must
     * be short.
     */
    record Accepted<O>(List<CompletableFuture<Ran<O>>> answers) implements Offer<O> {}

    /** The queue has not that many places left. */
    record Full<O>() implements Offer<O> {}

    /** Nothing is taken in any more; what was is still answered. */
    record Closed<O>() implements Offer<O> {}
}
