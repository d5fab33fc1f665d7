package io.reparam.service.batch;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An item on its way: at once the place in the queue and the answer, so that neither can be given to another. */
final class Entry<I, O> extends CompletableFuture<Ran<O>> {
    final Item<I> item;
    final long enqueuedNanos;
    private final Consumer<Entry<I, O>> withdraw;

    /** @param withdraw takes a cancelled entry out of the queue, if it is still there */
    Entry(Item<I> item, long enqueuedNanos, Consumer<Entry<I, O>> withdraw) {
        this.item = item;
        this.enqueuedNanos = enqueuedNanos;
        this.withdraw = withdraw;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean first = !isDone();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (first && cancelled) {
            withdraw.accept(this);
        }
        return cancelled;
    }
}
